/** The bodies of /api/v1. Amounts are canonical decimal strings, nanoseconds are integer strings. */
export type Money = Readonly<Record<string, string>>;

export type GpuState = 'productive' | 'active' | 'held_idle' | 'unallocated' | 'unobserved';
export const GPU_STATES: readonly GpuState[] = ['productive', 'active', 'held_idle', 'unallocated', 'unobserved'];

export interface Session {
  user: string;
  role: 'admin' | 'finance' | 'approver' | 'lead' | 'viewer';
  teams: string[];
  demo: boolean;
  version: string;
  csrf: string;
}

export interface Freshness {
  source: string;
  kind: 'bills' | 'telemetry';
  at: string | null;
  ageSeconds: number | null;
  ok: boolean;
  reason?: string | null;
}

export interface Coverage {
  telemetry?: number | null;
  ownership?: number | null;
  /** Allocation lines whose charge comes without the cost that was asked for. */
  absentCosts?: number;
  /** Device-hours of models that nothing prices; only who sees all teams is told. */
  unpriced?: { model: string; deviceHours: string }[];
}

export interface UnknownAccelerator {
  sku: string;
  resourceType?: string | null;
  charges: number;
  billed: Money;
}

export interface Status {
  freshness: Freshness[];
  coverage: Coverage;
  /** Null for who sees some teams only. */
  rejectedRows: number | null;
  unpriced: string[];
  unknownAccelerators: UnknownAccelerator[];
  /** What amounts can be converted into, the currency of own books first; no choices where nothing converts. */
  currencies?: { book: string | null; purpose: string; choices: string[] };
  ok: boolean;
  progress: { task: string; done: number; total: number }[];
}

export interface CostRow {
  period?: string | null;
  group: Record<string, string>;
  amount: string;
  currency?: string;
  basis?: { from_bill?: string; estimated?: string };
}

/** The rates that an answer was converted by, and what had none. */
export interface Conversion {
  currency: string;
  purpose: string;
  /** Of charges: their total in the currency. */
  total?: string;
  rates: { from: string; to: string; firstDay: string; rate: string; lockedBy: string | null }[];
  /** By currency, what has no rate. */
  unconverted: Record<string, string>;
  /** A sentence for each rate that is missing. */
  missing: string[];
}

export interface Costs {
  rows: CostRow[];
  total: string | null;
  totals?: Money;
  other?: string | null;
  coverage?: Coverage;
  freshness?: Freshness[];
  snapshot: Snapshot;
  conversion?: Conversion;
}

export interface Snapshot {
  asOf?: string | null;
}

export interface UtilizationRow {
  period?: string | null;
  group: Record<string, string>;
  stateNanos: Partial<Record<GpuState, string>>;
  effectiveNanos?: string | null;
}

export interface Utilization {
  rows: UtilizationRow[];
  coverage?: Coverage;
  freshness?: Freshness[];
  snapshot?: Snapshot;
}

export interface ChargePart {
  chargeId: string;
  currency: string;
  /** What the lines in scope bear of it; null where the bill carries nothing of the cost. */
  amount: string | null;
  lines: number;
  deviceNanos: string;
  usageStart: string;
  usageEnd: string;
  source: string;
  account: string;
  service: string;
  chargeCategory: string;
  sku: string;
  resource: string;
  deviceModel: string;
}

export interface Charges {
  rows: ChargePart[];
  totalRows: number;
  totals: { currency: string; charges: number; amount: string }[];
}

export interface TraceLine {
  day: string;
  state: string;
  deviceModel: string;
  cluster: string;
  node: string;
  holder: string;
  team: string;
  project: string;
  environment: string;
  /** gpu, cpu, memory, network, storage, other; a dash on lines of an older version. */
  component: string;
  /** How the part was made, with its figures; empty where nothing but device-time divided the charge. */
  splitRule: string;
  rule: string;
  deviceNanos: string;
  billedCost: string | null;
  effectiveCost: string | null;
}

/** Bill and estimate of a family of accelerators on a day, and which of them counts. */
export interface Shadowing {
  day: string;
  family: string;
  currency: string;
  bill: string | null;
  estimate: string;
  shownOfEstimate: string;
  outcome: 'no_bill' | 'estimate_larger' | 'bill_larger' | 'shadowed' | 'other_currency';
  because: string;
  settlesAt: string;
}

export interface Trace {
  basis?: 'from_bill' | 'estimated';
  shadowing?: Shadowing[];
  charge: Record<'source' | 'billingAccountId' | 'billingCurrency' | 'chargeDescription' | 'serviceName' | 'resourceId' | 'invoiceId' | 'chargePeriodStart' | 'chargePeriodEnd', string> & Record<'billedCost' | 'effectiveCost', string | null>;
  lines: TraceLine[];
  sum: Record<'billedCost' | 'effectiveCost' | 'listCost' | 'contractedCost', { charge: string | null; lines: string | null; difference: string | null }>;
}

export interface OwnershipOfRule {
  /** A dash where no rule matched. */
  rule: string;
  currency: string;
  lines: number;
  amount: string;
  linesWithout: number;
}

export interface OwnershipSuggestion {
  key: string;
  value: string;
  currency: string;
  lines: number;
  amount: string;
  match: string;
  /** A reference such as `{tag:team}`; null where a person has to say. */
  team: string | null;
}

export interface Ownership {
  rules: OwnershipOfRule[];
  coverage: { currency: string; ownership: number | null }[];
  suggestions: OwnershipSuggestion[];
}

/** Per hour and in hours: over the time paid, held, busy and productive. */
export interface UnitCost {
  group: Record<string, string>;
  currency: string;
  amount: string | null;
  linesWithout: number;
  gpuHours: Record<'paid' | 'allocated' | 'busy' | 'productive', string>;
  perGpuHour: Record<'paid' | 'allocated' | 'busy' | 'productive', string | null>;
}

export interface UnitCosts {
  rows: UnitCost[];
  totals: Omit<UnitCost, 'group'>[];
  others: Omit<UnitCost, 'group'>[];
}

type PerKind = Record<'paid' | 'allocated' | 'busy' | 'productive', string | null>;

export interface EnergyUse {
  kwh: string | null;
  coverage: { energy: number | null };
  gpuHours: PerKind;
  meteredHours: PerKind;
  kwhPerGpuHour: PerKind;
  drawnKwh: string | null;
  gramsCo2e: string | null;
  kwhWithoutFactor: string;
  gramsPerKwh: string | null;
  gramsPerGpuHour: PerKind;
}

export interface EnergyRow extends EnergyUse {
  group: Record<string, string>;
}

export interface Energy {
  rows: EnergyRow[];
  total: EnergyUse;
  other: EnergyUse;
  sites: { cluster: string; region: string; from: string; to: string; hostFactor: string; pue: string; gramsPerKwh: string; source: string; date: string }[];
  clustersWithoutFactor: string[];
}

export interface Gpu {
  id: string;
  cluster: string;
  node: string;
  uuid: string;
  gpuInstance?: string | null;
  computeInstance?: string | null;
  model?: string | null;
  migProfile?: string | null;
  state: GpuState;
  holders: string[];
  team?: string | null;
  busyRatio?: number | null;
  smActiveRatio?: number | null;
  tensorActiveRatio?: number | null;
  memoryUsedBytes?: number | null;
  memoryTotalBytes?: number | null;
  powerWatts?: number | null;
  temperatureCelsius?: number | null;
  sampleAt?: string | null;
  publishedAt?: string | null;
}

export interface Page<T> {
  rows: T[];
  totalRows: number;
}

export interface TimelineRow {
  start: string;
  end: string;
  state: GpuState;
  holders: string[];
  busyRatio?: number | null;
}

export interface Scope {
  kind: string;
  account?: string | null;
  start?: string | null;
  end?: string | null;
}

export interface Delivery {
  deliveryId: string;
  source: string;
  scope: Scope;
  kind: string;
  sequence: number;
  format?: string | null;
  focusVersion?: string | null;
  fileNames?: string[];
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  rowsDuplicate?: number;
  /** Billed cost of the repeated rows, which is in no total. */
  duplicateBilledCost?: Money;
  billedCost: Money;
  effectiveCost?: Money;
  listCost?: Money;
  contractedCost?: Money;
  recordedAt: string;
  inForce: boolean;
  /** What it has far less of than the version that it replaces, in words. */
  farLess?: string | null;
}

export interface Deliveries extends Page<Delivery> {
  /** Still arriving; `scope` is the account and the start of the scope as far as known. */
  pending?: { deliveryId: string; source: string; scope: string; rowsStored: number; rowsExpected: number }[];
}

export interface Reject {
  source: string;
  deliveryId?: string | null;
  file?: string | null;
  line?: number | null;
  column?: number | null;
  field?: string | null;
  code: string;
  message: string;
  rawText?: string | null;
  occurredAt?: string | null;
}

export interface Source {
  name: string;
  kind: string;
  state: 'ok' | 'stale' | 'failing' | 'waiting';
  lastReceivedAt?: string | null;
  lastPublishedAt?: string | null;
  error?: string | null;
  deliveries?: number;
  rowsAccepted?: number;
  rowsRejected?: number;
  targets?: { up: number; down: number } | null;
}

export interface ReconciledSums {
  manifest: Money;
  stored: Money;
  allocated: Money;
}

export interface Reconciliation {
  deliveryId: string;
  source: string;
  scope: Scope;
  manifestRows: number;
  storedRows: number;
  rejectedRows: number;
  allocatedCharges: number;
  billed: ReconciledSums;
  effective?: ReconciledSums;
  ok: boolean;
}

export interface ImportedDelivery {
  deliveryId: string;
  source: string;
  format: string;
  focusVersion?: string | null;
  scope: Scope;
  kind: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  rowsDuplicate?: number;
  /** Billed cost of the repeated rows, which is in no total. */
  duplicateBilledCost?: Money;
  billedCost: Money;
  /** What the records of a native format come to by the provider's own rule. */
  nativeBilledCost?: Money;
  /** The same of the amortised cost, where the format has a view of it with its own sum. */
  nativeEffectiveCost?: Money;
  effectiveCost?: Money;
  visible: boolean;
  unchanged: boolean;
}

/** A load of invoices, billing periods or commitments. */
export interface ImportedDataset {
  dataset: string;
  loadId: string;
  source: string;
  focusVersion?: string;
  rowsRead: number;
  rowsAccepted: number;
  rowsRejected: number;
  payable: Money;
  visible: boolean;
  unchanged: boolean;
}

export interface ImportReport {
  deliveries: ImportedDelivery[];
  datasets?: ImportedDataset[];
  /** Closed periods of own books that the deliveries touch. */
  /** What must be known of the files though their rows are loaded. */
  notes?: { file: string; line: number; code: 'SEPARATOR' | 'CUT_SHORT' | 'FAR_LESS' | 'SUM_DIFFERS' | 'COST_UNKNOWN' | 'DISCOUNT_UNCLEAR' | 'LIST_PRICED' | 'BILLED_ELSEWHERE' | 'ONE_VIEW' | 'MORE_PAGES'; message: string }[];
  closedPeriods?: string[];
  rejects: { file?: string; line?: number; column?: number; field?: string; code: string; message: string }[];
}

export type BudgetPeriod = 'daily' | 'weekly' | 'monthly' | 'quarterly' | 'yearly' | 'rolling' | 'project';

/** What a budget is; a draft sends the same. */
export interface BudgetTerms {
  name: string;
  filter: string;
  period: BudgetPeriod;
  days?: number | null;
  from?: string | null;
  to?: string | null;
  zone?: string;
  calendar?: 'calendar' | 'fiscal';
  unit?: 'money' | 'gpu-hours';
  currency: string;
  /** Of every period that has none of its own in `limits`. */
  limit: string;
  limits?: Record<string, string>;
  metric?: 'billed' | 'effective';
  /** Kinds of charges; each counts unless it is false. */
  include?: Record<string, boolean>;
  thresholds: number[];
  rollover?: { mode: 'none' | 'unspent' | 'unspent-and-overspent'; cap?: string | null };
  shared?: boolean;
  owner?: string | null;
  delegate?: string;
  approver?: string;
  costCenter?: string;
  channel?: string | null;
  effectiveFrom?: string | null;
}

export interface BudgetSpan {
  key: string;
  firstDay: string;
  /** First day after. */
  endDay: string;
  complete: boolean;
}

export interface Budget extends BudgetTerms {
  id: string;
  version: number;
  teams?: string[];
  /** Two views of the same spend, not two parts; `counted` is the larger. Null where only parts are seen, or the bill cannot be read. */
  spent: { counted: string; fromBill: string; estimated?: string | null; estimatedAt?: string | null; estimatedMissing?: string | null; settledTo?: string | null; unknownDays?: number | null; estimatedWithout?: string[]; unpriced?: string[]; notCounted?: Record<string, string> } | null;
  /** `file` where gpuledger.yaml sets it, which only an edit of that file changes. */
  origin?: 'file' | 'api';
  inForce?: boolean;
  /** A version that does not hold yet. */
  scheduled?: BudgetTerms | null;
  currentPeriod?: BudgetSpan | null;
  original?: string | null;
  revised?: string;
  carried?: string | null;
  /** What is measured against. */
  limitOfPeriod?: string | null;
  /** False where only parts may be seen. */
  whole?: boolean;
  parts?: { team: string; spent: string | null }[];
  spentRatio: number | null;
  burnPerHour?: string | null;
  /** Why there is no burn. */
  burnMissing?: string | null;
  /** How fast it was spent lately, the short window first. */
  burn?: BurnWindow[] | null;
  forecast?: BudgetForecast | null;
  crossings: { threshold: number; kind?: string; at?: string; crossedAt?: string }[];
}

/** How fast a budget was spent in a window of the time just over; `missing` says why something is null. */
export interface BurnWindow {
  window: string;
  spend: string | null;
  perHour: string | null;
  /** Times its even pace, to one decimal. */
  pace: string | null;
  missing: string | null;
}

/** What the period will come to; `missing` says why where nothing can be said. */
export interface BudgetForecast {
  expected: string | null;
  low80: string | null;
  high80: string | null;
  /** Null where the limit is passed already. */
  breachProbability: number | null;
  limitPassed?: boolean;
  settledTo: string | null;
  origins: number | null;
  usualPerHour: string | null;
  missing: string | null;
  madeAt: string;
}

export interface BudgetVersion extends BudgetTerms {
  id: string;
  version: number;
  ended: boolean;
  scheduled: boolean;
  createdAt: string;
  createdBy: string;
}

export interface BudgetStory extends Budget {
  versions: BudgetVersion[];
  history: (BudgetSpan & { version: number; ownLimit: string; carried: string; limit: string; spent: string })[];
}

export interface BudgetImport {
  preview: boolean;
  created: number;
  updated: number;
  unchanged: number;
  rows: { cell: string; team: string; name: string; what: 'create' | 'update' | 'unchanged'; unit: string; currency: string; before: Record<string, string>; after: Record<string, string> }[];
  problems: { field: string; message: string }[];
}

export type BudgetDraft = Omit<BudgetTerms, 'owner' | 'channel'> & { owner: string; channel: string };

export interface Alert {
  id: string;
  budgetId: string;
  budgetName: string;
  period: string;
  threshold: number;
  kind: 'from_bill' | 'estimated' | 'forecast';
  raisedAt: string;
  state: 'queued' | 'delivered' | 'failed' | 'held' | 'suppressed' | 'acknowledged';
  /** What it is about; an older server says nothing, and then it is a budget. */
  alertKind?: string;
  status?: 'open' | 'acknowledged' | 'snoozed' | 'recovered';
  spent: string;
  limit: string;
  currency?: string;
  channel?: string | null;
  attempts?: number;
  lastError?: string | null;
  acknowledgedBy?: string | null;
  acknowledgedAt?: string | null;
  recoveredAt?: string | null;
  recoveryReason?: string | null;
  deliveries?: AlertDelivery[];
}

export interface AlertDelivery {
  id: string;
  channel: string;
  kind: ChannelKind;
  step: 'raised' | 'acknowledged' | 'snoozed' | 'assigned' | 'reminded' | 'escalated' | 'recovered' | 'updated';
  state: 'queued' | 'sending' | 'delivered' | 'retrying' | 'dead' | 'held' | 'gathered' | 'suppressed';
  sequence?: number;
  heldFor?: string | null;
  heldUntil?: string | null;
  attempts: number;
  uncertainAttempts: number;
  idempotency: 'none' | 'dedup_key' | 'event_id';
  mayStandTwice: boolean;
  nextAttemptAt: string | null;
  lastError: string | null;
  externalId: string | null;
  deliveredAt: string | null;
}

export type ChannelKind = 'slack' | 'slack-bot' | 'email' | 'teams' | 'pagerduty' | 'webhook';

export interface Channel {
  name: string;
  kind: ChannelKind;
  destination: string;
  idempotency: AlertDelivery['idempotency'];
  missingSecrets: string[];
  waiting: number;
  dead: number;
  delivered: number;
  lastDeliveredAt: string | null;
  lastError: string | null;
  /** How Slack tells of pressed buttons by Socket Mode; null where the channel has none. */
  buttons: { state: 'connecting' | 'connected' | 'failing' | 'switched_off'; since: string; error: string | null } | null;
}

export interface ChannelTest {
  channel: string;
  delivered: boolean;
  error: string | null;
  uncertain: boolean;
  externalId: string | null;
}

export interface SlackText {
  type: 'mrkdwn' | 'plain_text';
  text: string;
  emoji?: boolean;
}

export interface SlackElement {
  type: string;
  text?: string | SlackText;
  style?: string;
  url?: string;
  action_id?: string;
  alt_text?: string;
  image_url?: string;
  elements?: SlackElement[];
}

export interface SlackBlock {
  type: string;
  text?: SlackText;
  fields?: SlackText[];
  elements?: SlackElement[];
  accessory?: SlackElement;
}

/** A message as it is sent; beside these its payload stands as it is. */
export interface AlertPreview {
  channel: string;
  name?: string;
  kind?: ChannelKind;
  text?: string;
  blocks?: SlackBlock[];
  subject?: string;
  html?: string;
  attachments?: { content: { body?: { inlines?: { text: string }[] }[] } }[];
  payload?: { summary?: string; custom_details?: Record<string, string> };
  data?: { title?: string; text?: string };
}

export interface ChargebackRow {
  team: string;
  costCenter?: string | null;
  currency: string;
  billed?: string | null;
  effective?: string | null;
  list?: string | null;
  contracted?: string | null;
  gpuHours?: string | null;
  /** By cost, how many allocation lines come without it. */
  linesWithout?: Record<string, number>;
  /** Null where the bill carries nothing of the cost. */
  states?: Record<string, string | null>;
}

export interface StatementLine {
  team: string;
  costCenter: string;
  currency: string;
  component: string;
  /** False where the party is shown its cost only. */
  charged: boolean;
  amount: string;
  displayed: string;
  gpuHours: string;
}

export interface Statement {
  preview: boolean;
  available: string[];
  policies: { name: string; from: string | null; to: string | null; rules: { name: string; match: string; effect: string }[]; commitmentBenefit: string; price: string; showback: string[] }[];
  lines: StatementLine[];
  totals: Record<string, string>;
  effects: { team: string; costCenter: string; currency: string; before: string; after: string; change: string }[];
  unpricedModels: string[];
  notSpread: string[];
  notRepriced: Record<string, string>;
}

export interface Chargeback {
  period: string;
  /** Null where the rows are filtered: a policy decides on whole months. */
  statement?: Statement | null;
  metric?: string;
  rows: ChargebackRow[];
  proof: { currency: string; metric?: string; charges: string; lines: string; difference: string }[];
  snapshot?: Snapshot;
  conversion?: Conversion;
}

/** A spend commitment at an instant. */
export interface BurnDown {
  periodStart: string;
  periodEnd: string;
  asOf: string;
  committed: string;
  direct: string;
  marketplace: string;
  marketplaceLimit: string;
  marketplaceCounted: string;
  marketplaceBeyondLimit: string;
  counted: string;
  remaining: string;
  burned: number;
  elapsed: number | null;
  projected: string | null;
  projectedShortfall: string | null;
  shortfallToDate: string | null;
}

export interface SlaCredits {
  claimed: string;
  received: string;
  refused: string;
  open: string;
  credits: { id: string; start: string; end: string; claimedOn: string; claimed: string; receivedOn: string | null; received: string | null }[];
}

export interface Commitment {
  commitment: string;
  provider: string;
  /** False where bills name it and no contract of the configuration describes it. */
  configured: boolean;
  onBill: boolean;
  contract: string | null;
  kindWords: string | null;
  status: string | null;
  termStart: string | null;
  termEnd: string | null;
  currency: string;
  origin: 'bill' | 'contract';
  purchased: { upfront: string; recurring: string } | null;
  /** Null where nothing tells. */
  amortised: string | null;
  used: string | null;
  unused: string | null;
  /** The part in hours that telemetry did not see wholly: neither used nor unused. */
  unobserved?: string;
  unusedOwner: string | null;
  shares: { party: string; used: boolean; cost: string }[];
  utilisation: number | null;
  coverage: number | null;
  breakEven: number | null;
  burnDown: BurnDown | null;
  /** Null where none was claimed. */
  slaCredits: SlaCredits | null;
  /** Null where the contract has none, or its term has not begun. */
  makeUp: MakeUp | null;
  notes: string[];
}

/** A quantity that may be made up, and what was paid for it. */
export interface MakeUpPart {
  quantity: string;
  cost: string;
}

/** Make-up rights of a month: opening + gained - used - expired = closing. */
export interface MakeUp {
  unit: string | null;
  booked: 'expense' | 'prepaid' | null;
  opening: MakeUpPart;
  gained: MakeUpPart;
  used: MakeUpPart;
  /** What was made up costs beyond what was paid already. */
  due: string;
  expired: MakeUpPart;
  lapse: string | null;
  closing: MakeUpPart;
  /** The last month in which the oldest of it may be made up. */
  nextExpiry: string | null;
}

export interface Commitments {
  period: string;
  rows: Commitment[];
  totals: Record<string, { amortised: string; used: string; unused: string; useUnknown: string }>;
  waitingDeliveries: number;
  snapshot?: Snapshot;
}

export interface ProblemBody {
  code: string;
  title: string;
  status: number;
  detail?: string;
  problems?: { code: string; field?: string; message: string }[];
}
