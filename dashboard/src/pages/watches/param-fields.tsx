// Form fields from the JSON Schema of a source's parameters. What the form cannot draw is edited as JSON.

import { useId, useState } from 'react';
import { useI18n } from '../../lib/i18n.tsx';

interface Property {
  type?: string | string[];
  title?: string;
  description?: string;
  enum?: unknown[];
  default?: unknown;
  minimum?: number;
  maximum?: number;
  format?: string;
  items?: { type?: string };
}
type Params = Record<string, unknown>;

function requiredOf(schema: Record<string, unknown>): string[] {
  // A property with a default is listed as required by some generators though nobody has to fill it.
  const properties = propertiesOf(schema);
  const required = Array.isArray(schema.required) ? schema.required.map(String) : [];
  return required.filter((name) => properties[name]?.default === undefined);
}

function propertiesOf(schema: Record<string, unknown>): Record<string, Property> {
  return typeof schema.properties === 'object' && schema.properties !== null
    ? (schema.properties as Record<string, Property>)
    : {};
}

export function ParamFields(props: {
  schema: Record<string, unknown>;
  example: Params;
  value: Params;
  onChange: (value: Params) => void;
}) {
  const required = requiredOf(props.schema);
  const entries = Object.entries(propertiesOf(props.schema));
  if (entries.length === 0) return null;
  return (
    <div className="params">
      {entries.map(([name, property]) => (
        <Field
          key={name}
          name={name}
          property={property}
          isRequired={required.includes(name)}
          example={props.example[name] ?? property.default}
          value={props.value[name]}
          onChange={(value) => {
            const { [name]: _old, ...rest } = props.value;
            props.onChange(value === undefined ? rest : { ...rest, [name]: value });
          }}
        />
      ))}
    </div>
  );
}

interface FieldProps {
  name: string;
  property: Property;
  isRequired: boolean;
  example: unknown;
  value: unknown;
  onChange: (value: unknown) => void;
}

function Field(props: FieldProps) {
  const { t } = useI18n();
  const { name, property, isRequired } = props;
  const id = useId();
  if (property.type === 'boolean') {
    return (
      <label className="field field-check">
        <input
          type="checkbox"
          checked={Boolean(props.value ?? property.default)}
          onChange={(event) => props.onChange(event.target.checked)}
        />
        <span>{property.title ?? name}</span>
        {property.description && <small className="quiet">{property.description}</small>}
      </label>
    );
  }
  return (
    <label className="field" htmlFor={id}>
      <span>
        {property.title ?? name} {!isRequired && <em className="quiet">{t('param.optional')}</em>}
      </span>
      <Input {...props} id={id} />
      {property.description && <small className="quiet">{property.description}</small>}
    </label>
  );
}

type InputProps = FieldProps & { id: string };

function Input(props: InputProps) {
  const { property, isRequired, value, onChange } = props;
  const placeholder = exampleText(props.example);
  if (property.enum) {
    return (
      <select
        id={props.id}
        value={String(value ?? property.default ?? '')}
        required={isRequired}
        onChange={(event) => onChange(property.enum?.find((each) => String(each) === event.target.value))}
      >
        {(!isRequired || value === undefined) && <option value="" />}
        {property.enum.map((each) => (
          <option key={String(each)} value={String(each)}>
            {String(each)}
          </option>
        ))}
      </select>
    );
  }
  if (property.type === 'number' || property.type === 'integer') {
    return (
      <input
        id={props.id}
        type="number"
        value={typeof value === 'number' ? value : ''}
        min={property.minimum}
        max={property.maximum}
        step={property.type === 'integer' ? 1 : 'any'}
        required={isRequired}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.valueAsNumber)}
      />
    );
  }
  if (property.type === 'array' && (property.items?.type ?? 'string') === 'string') return <ListInput {...props} />;
  if (property.type === 'string' || property.type === undefined) {
    return (
      <input
        id={props.id}
        type={property.format === 'uri' ? 'url' : 'text'}
        value={typeof value === 'string' ? value : ''}
        required={isRequired}
        maxLength={2000}
        placeholder={placeholder}
        onChange={(event) => onChange(event.target.value === '' ? undefined : event.target.value)}
      />
    );
  }
  return <JsonInput {...props} />;
}

function exampleText(example: unknown): string {
  if (example === undefined || example === null) return '';
  return Array.isArray(example)
    ? example.join(', ')
    : typeof example === 'object'
      ? JSON.stringify(example)
      : String(example);
}

/** Several values, one per line. */
function ListInput(props: InputProps) {
  const [text, setText] = useState(Array.isArray(props.value) ? props.value.join('\n') : '');
  return (
    <textarea
      id={props.id}
      rows={2}
      value={text}
      required={props.isRequired}
      placeholder={exampleText(props.example)}
      onChange={(event) => {
        setText(event.target.value);
        const lines = event.target.value.split('\n').map((line) => line.trim());
        const values = lines.filter((line) => line !== '');
        props.onChange(values.length > 0 ? values : undefined);
      }}
    />
  );
}

function JsonInput(props: InputProps) {
  const { t } = useI18n();
  const [text, setText] = useState(props.value === undefined ? '' : JSON.stringify(props.value));
  const [isWrong, setIsWrong] = useState(false);
  return (
    <>
      <textarea
        id={props.id}
        rows={2}
        value={text}
        required={props.isRequired}
        spellCheck={false}
        placeholder={exampleText(props.example)}
        aria-invalid={isWrong}
        onChange={(event) => {
          setText(event.target.value);
          try {
            props.onChange(event.target.value.trim() === '' ? undefined : JSON.parse(event.target.value));
            setIsWrong(false);
          } catch {
            // Half-typed JSON: the last valid value stays until this one can be read.
            setIsWrong(true);
          }
        }}
      />
      {isWrong && <small className="field-error">{t('param.badJson')}</small>}
    </>
  );
}
