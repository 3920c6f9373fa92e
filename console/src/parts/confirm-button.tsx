import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';

type ConfirmButtonProps = ButtonProps & {
  readonly label: string;
  /** What it is done to, for screen readers: several buttons of a page have the same label. */
  readonly subject?: string;
  readonly question: string;
  readonly onConfirm: () => void;
};

/** A button that asks before it does something that is not at once undone. */
export const ConfirmButton = ({ label, subject, question, onConfirm, ...button }: ConfirmButtonProps) => {
  const [opened, { open, close }] = useDisclosure(false);
  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        {...button}
        onClick={open}
        aria-label={subject === undefined ? label : `${label} ${subject}`}
      >
        {label}
      </Button>
      <Modal opened={opened} onClose={close} title={label} centered>
        <Text mb="md" className="wrap">
          {question}
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={close} data-autofocus>
            Cancel
          </Button>
          <Button
            color="red.8"
            onClick={() => {
              close();
              onConfirm();
            }}
          >
            {label}
          </Button>
        </Group>
      </Modal>
    </>
  );
};
