import { notifications } from '@mantine/notifications';
import { describeError } from '../api/api-problem.ts';

/** Says what became of a write that has no place of its own on the page. */
export const told = (message: string) => ({
  onSuccess: () => void notifications.show({ message, color: 'teal' }),
  onError: (error: unknown) => {
    const { title, detail } = describeError(error);
    notifications.show({ title, message: detail, color: 'red' });
  },
});
