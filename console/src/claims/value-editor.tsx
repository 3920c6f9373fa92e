import {
  JsonInput,
  MultiSelect,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  TagsInput,
  Text,
  TextInput,
} from '@mantine/core';
import { useId } from 'react';
import { choicesOf, type ValueForm, type ValueInput } from './value-form.ts';

type ValueEditorProps = {
  readonly form: ValueForm;
  readonly schema: unknown;
  readonly input: ValueInput;
  readonly description: string;
  /** Shown below the control; `undefined`: nothing is wrong, or nothing was typed yet. */
  readonly fault: string | undefined;
  readonly onChange: (input: ValueInput) => void;
};

const isWhole = (schema: unknown): boolean =>
  typeof schema === 'object' && schema !== null && 'type' in schema && schema.type === 'integer';

const YesNo = ({
  description,
  input,
  onChange,
  fault,
}: Pick<ValueEditorProps, 'description' | 'input' | 'onChange' | 'fault'>) => {
  const label = useId();
  return (
    <Stack gap={4} align="flex-start">
      <Text id={label} size="sm" fw={500}>
        Value
      </Text>
      <Text size="xs" c="dimmed">
        {description}
      </Text>
      <SegmentedControl
        aria-labelledby={label}
        data={[
          { value: 'true', label: 'Yes' },
          { value: 'false', label: 'No' },
        ]}
        value={String(input)}
        onChange={onChange}
      />
      {fault && (
        <Text size="xs" c="red.8">
          {fault}
        </Text>
      )}
    </Stack>
  );
};

/** The control that a claim's schema asks for. */
export const ValueEditor = ({ form, schema, input, description, fault, onChange }: ValueEditorProps) => {
  const common = { label: 'Value', description, error: fault ?? false };
  const text = typeof input === 'object' ? '' : String(input);
  const texts = typeof input === 'object' ? [...input] : [];
  switch (form) {
    case 'choice':
      return (
        <Select
          {...common}
          data={choicesOf(schema)}
          value={text || null}
          onChange={(value) => onChange(value ?? '')}
          searchable
        />
      );
    case 'choices':
      return <MultiSelect {...common} data={choicesOf(schema)} value={texts} onChange={onChange} />;
    case 'list':
      return (
        <TagsInput {...common} value={texts} onChange={onChange} placeholder="Type and press Enter" acceptValueOnBlur />
      );
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof input === 'number' ? input : ''}
          onChange={onChange}
          allowDecimal={!isWhole(schema)}
        />
      );
    case 'yes-no':
      return <YesNo description={description} input={input} fault={fault} onChange={onChange} />;
    case 'json':
      return <JsonInput {...common} value={text} onChange={onChange} autosize minRows={3} maxRows={12} formatOnBlur />;
    default:
      return <TextInput {...common} value={text} onChange={(event) => onChange(event.currentTarget.value)} />;
  }
};
