import { Badge, type BadgeProps } from '@mantine/core';

type TagProps = Pick<BadgeProps, 'color' | 'size' | 'miw'> & { readonly children: React.ReactNode };

/** A short word on a tint: the text stays black or white, so that it can be read in both colour schemes. */
export const Tag = ({ color = 'gray', ...props }: TagProps) => (
  <Badge
    {...props}
    variant="light"
    color={color}
    tt="none"
    fw={600}
    c="light-dark(var(--mantine-color-black), var(--mantine-color-white))"
  />
);
