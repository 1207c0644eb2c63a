import { Text, View } from '@tarojs/components';
import { REASON_MAX } from '@tuanlink/shared/limits';
import { costOfPieces, fenToYuan, formatFen } from '@tuanlink/shared/money';
import type { OrderLineReply } from '@tuanlink/shared/replies';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { Field } from '../../../components/field/field';
import { Icon } from '../../../components/icon/icon';
import { Picture } from '../../../components/picture/picture';
import { Price } from '../../../components/price/price';
import { Stepper } from '../../../components/stepper/stepper';
import { useText } from '../../../hooks/use-text';
import type { TextKey } from '../../../i18n';
import { aria } from '../../../platform/aria';
import { PieceLine } from '../piece-line';
import { askableLines, kindsFor, piecesLeft, reasonsFor, toggled, worthOf } from './model';
import type { AskForm, AskProblems, AskableOrder } from './model';
import { usePictures } from './use-pictures';

export interface PartProps {
  order: AskableOrder;
  form: AskForm;
  /** What is wrong and may be shown by now. */
  problems: AskProblems;
  onChange: (part: Partial<AskForm>) => void;
}

function Wrong({ problem }: { problem: TextKey | undefined }) {
  const t = useText();
  return problem === undefined ? null : <Text className="ask__problem">{t(problem)}</Text>;
}

interface LineProps {
  line: OrderLineReply;
  /** Pieces asked for; undefined: the line is left out. */
  chosen: number | undefined;
  onToggle: () => void;
  onCount: (quantity: number) => void;
}

function Line({ line, chosen, onToggle, onCount }: LineProps) {
  const left = piecesLeft(line);
  const quantity = chosen ?? left;
  return (
    <View className="ask__line">
      <View
        className={`ask__tick ${chosen === undefined ? '' : 'ask__tick--on'}`}
        onClick={onToggle}
        {...aria(line.title, 'checkbox')}
      >
        <View className="ask__box">{chosen !== undefined && <Icon name="check" />}</View>
      </View>
      <View className="ask__what">
        <PieceLine {...line} quantity={quantity} amountFen={costOfPieces(line, quantity)}>
          {chosen !== undefined && left > 1 && <Stepper value={chosen} max={left} onChange={onCount} />}
        </PieceLine>
      </View>
    </View>
  );
}

/** Money alone or goods back, and for which pieces. */
export function WhatPart({ order, form, problems, onChange }: PartProps) {
  const t = useText();
  const { pieces } = form;
  return (
    <View className="card card--padded">
      <Choices
        label={t('afterSale.kind')}
        value={form.kind}
        options={kindsFor(order.state).map((value) => ({ value, label: t(`afterSale.kind.${value}`) }))}
        onChange={(kind) => onChange({ kind })}
      />
      <Text className="ask__hint">{t(`afterSale.kind.${form.kind}.hint`)}</Text>
      <Text className="ask__label">{t('afterSale.lines')}</Text>
      {askableLines(order).map((line) => (
        <Line
          key={line.id}
          line={line}
          chosen={pieces[line.id]}
          onToggle={() => onChange({ pieces: toggled(pieces, line) })}
          onCount={(quantity) => onChange({ pieces: { ...pieces, [line.id]: quantity } })}
        />
      ))}
      <Wrong problem={problems.lines} />
    </View>
  );
}

function Pictures({ form, onChange }: Pick<PartProps, 'form' | 'onChange'>) {
  const t = useText();
  const { busy, room, add, remove } = usePictures(form.pictures, (pictures) => onChange({ pictures }));
  return (
    <View className="ask__pictures">
      {form.pictures.map((path) => (
        <View key={path} className="ask__picture">
          <Picture src={path} className="ask__photo" />
          <View
            className="ask__remove"
            onClick={() => remove(path)}
            {...aria(t('afterSale.picture.remove'), 'button')}
          >
            <Icon name="close" />
          </View>
        </View>
      ))}
      {room > 0 && (
        <Button kind="line" id="ask-picture" busy={busy} onTap={add}>
          <Icon name="plus" /> {t('afterSale.picture.add', { n: room })}
        </Button>
      )}
    </View>
  );
}

/** Why: a reason to choose, the buyer's own words, and pictures. */
export function WhyPart({ order, form, problems, onChange }: PartProps) {
  const t = useText();
  return (
    <View className="card">
      <View className="ask__inset">
        <Choices
          label={t('afterSale.reason')}
          value={form.reason}
          options={reasonsFor(order.state).map((value) => ({ value, label: t(`afterSale.reason.${value}`) }))}
          onChange={(reason) => onChange({ reason })}
        />
        <Wrong problem={problems.reason} />
      </View>
      <Field
        id="ask-words"
        label={t('afterSale.words')}
        placeholder={t('afterSale.words.placeholder')}
        value={form.words}
        maxLength={REASON_MAX}
        long
        onChange={(words) => onChange({ words })}
      />
      <View className="ask__inset">
        <Pictures form={form} onChange={onChange} />
      </View>
    </View>
  );
}

/** What it comes to, and the field for a smaller amount. */
export function AmountPart({ order, form, problems, onChange }: PartProps) {
  const t = useText();
  const { totalFen, shippingFen } = worthOf(order, form.pieces);
  return (
    <View className="card">
      <View className="ask__inset ask__sum">
        <Text>{t('afterSale.most')}</Text>
        <Price amountFen={totalFen} size="l" />
      </View>
      {shippingFen > 0 && (
        <Text className="ask__hint ask__hint--inset">
          {t('afterSale.withShipping', { amount: formatFen(shippingFen) })}
        </Text>
      )}
      <Field
        id="ask-amount"
        label={t('afterSale.amount')}
        placeholder={t('afterSale.amount.placeholder', { max: fenToYuan(totalFen) })}
        value={form.amount}
        maxLength={12}
        problem={problems.amount === undefined ? undefined : t(problems.amount)}
        onChange={(amount) => onChange({ amount })}
      />
    </View>
  );
}
