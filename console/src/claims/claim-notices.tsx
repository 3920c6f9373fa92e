import { Alert, Button, Code, CopyButton, Stack } from '@mantine/core';
import type { Written } from '../api/item-queries.ts';

/** What the service says after a write: most of all that no token carries an undeclared claim, and what to declare. */
export const ClaimNotices = ({ notices, onClose }: { notices: Written['notices']; onClose: () => void }) =>
  notices.map(({ attribute, kind, text, declaration }) => (
    <Alert
      key={`${kind} ${attribute}`}
      color="yellow"
      title={text}
      role="status"
      withCloseButton
      closeButtonLabel="Close the notice"
      onClose={onClose}
    >
      {declaration && (
        <Stack gap="xs" align="flex-start">
          <Code block w="100%" style={{ whiteSpace: 'pre-wrap' }} className="wrap">
            {declaration}
          </Code>
          <CopyButton value={declaration}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" onClick={copy}>
                {copied ? 'Copied' : 'Copy the declaration'}
              </Button>
            )}
          </CopyButton>
        </Stack>
      )}
    </Alert>
  ));
