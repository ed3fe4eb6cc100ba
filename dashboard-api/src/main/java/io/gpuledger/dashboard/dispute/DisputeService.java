package io.gpuledger.dashboard.dispute;

import io.gpuledger.cost.chargeback.Party;
import io.gpuledger.cost.chargeback.StatementLine;
import io.gpuledger.cost.close.CorrectionLine;
import io.gpuledger.cost.close.Dispute;
import io.gpuledger.cost.identity.ContentId;
import io.gpuledger.cost.money.Amount;
import io.gpuledger.cost.problem.Faults;
import io.gpuledger.cost.problem.ProblemCode;
import io.gpuledger.dashboard.auth.AccessScope;
import io.gpuledger.dashboard.auth.Principal;
import io.gpuledger.dashboard.auth.Role;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Opens disputes, replies to them, and tells what granted ones change in a statement. Who may do
 * what is decided here: a lead acts for own teams, finance decides. What may not be done throws
 * {@link io.gpuledger.cost.problem.RefusedException} or {@link ForbiddenException}.
 */
public final class DisputeService {
  /** How many months after the disputed one are looked through for an open one. */
  private static final int MONTHS_LIMIT = 120;

  private final DisputeStore store;
  private final StatementBook book;
  private final Clock clock;

  public DisputeService(DisputeStore store, StatementBook book, Clock clock) {
    this.store = store;
    this.book = book;
    this.clock = clock;
  }

  /**
   * A line to dispute.
   *
   * @param component as the statement names it
   */
  public record Draft(
      YearMonth period, String metric, Party party, String currency, String component) {}

  /** What finance or the team says. */
  public enum Decision {
    /** Grants all of the line. */
    ACCEPT,
    /** Grants a part of it. */
    PARTIAL,
    REJECT,
    /** Says something and decides nothing. */
    COMMENT,
    /** Ends it by those who opened it. */
    WITHDRAW
  }

  /**
   * A reply.
   *
   * @param amount what is granted of a part
   * @param bearer who bears what is granted
   */
  public record Reply(
      Decision decision, String text, Optional<Amount> amount, Optional<Party> bearer) {}

  /** An act that the role or the team does not allow. */
  public static final class ForbiddenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ForbiddenException(String message) {
      super(message);
    }
  }

  /** Opens a dispute of what a line has left after earlier ones were granted. */
  public DisputeView open(Draft draft, String reason, Principal who) {
    if (who.role() != Role.LEAD && !decides(who)) {
      throw new ForbiddenException("A lead disputes for own teams, finance for any.");
    }
    if (!sees(who.scope(), draft.party())) {
      throw new ForbiddenException(
          "A lead disputes lines of own teams; " + draft.party().team() + " is not one of them.");
    }
    Instant at = now();
    StoredDispute.Line line =
        new StoredDispute.Line(
            draft.period(), draft.metric(), draft.party(), draft.currency(), draft.component());
    Amount left = left(line);
    Faults.of("dispute of " + draft.component())
        .check(
            at.isAfter(
                draft.period().plusMonths(1).atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant()),
            ProblemCode.TIME_OUT_OF_RANGE,
            "period",
            draft.period() + " is not over; its statement still moves")
        .check(
            !left.isZero(),
            ProblemCode.NOT_ALLOWED_VALUE,
            "component",
            "this statement has no such line, or all of it was granted already")
        .orRefuse();
    // Two disputes of one line within one tick of the clock are two.
    long earlier = store.all().stream().filter(each -> each.line().equals(line)).count();
    String id =
        ContentId.of(
                List.of(
                    line.period().toString(),
                    line.metric(),
                    line.party().team(),
                    line.party().costCenter(),
                    line.currency(),
                    line.component(),
                    String.valueOf(earlier),
                    at.toString()))
            .substring(0, 16);
    Dispute dispute =
        Dispute.open(
            id, line.key(), line.statement(), left, new Dispute.Remark(who.user(), at, reason));
    StoredDispute stored = new StoredDispute(line, dispute, Optional.empty());
    store.add(stored);
    return DisputeView.of(stored, who.scope());
  }

  private Amount left(StoredDispute.Line line) {
    Amount amount =
        book.lines(line.period(), line.metric()).stream()
            .filter(
                of ->
                    of.party().equals(line.party())
                        && of.currency().equals(line.currency())
                        && of.component().equals(line.component()))
            .map(StatementLine::amount)
            .reduce(Amount.ZERO, Amount::plus);
    for (StoredDispute each : store.all()) {
      amount = each.line().equals(line) ? amount.minus(each.granted()) : amount;
    }
    return amount;
  }

  /**
   * Replies to a dispute.
   *
   * @return empty where there is no such dispute, or none that the asker may see
   */
  public Optional<DisputeView> reply(String id, Reply reply, Principal who) {
    Optional<StoredDispute> seen =
        store.all().stream()
            .filter(of -> of.dispute().id().equals(id) && sees(who.scope(), of.line().party()))
            .findFirst();
    if (seen.isEmpty()) {
      return Optional.empty();
    }
    allow(reply, seen.get(), who);
    return store
        .change(id, of -> replied(of, reply, who))
        .map(of -> DisputeView.of(of, who.scope()));
  }

  private static void allow(Reply reply, StoredDispute of, Principal who) {
    boolean opener =
        of.dispute().remarks().get(0).by().strip().equalsIgnoreCase(who.user().strip());
    boolean lead = who.role() == Role.LEAD;
    boolean allowed =
        switch (reply.decision()) {
          case COMMENT -> lead || decides(who);
          case WITHDRAW -> lead || (decides(who) && opener);
          case ACCEPT, PARTIAL, REJECT -> decides(who) && !opener;
        };
    if (!allowed) {
      throw new ForbiddenException(
          switch (reply.decision()) {
            case COMMENT -> "Only the team and finance reply to a dispute.";
            case WITHDRAW -> "Only those who opened a dispute withdraw it.";
            case ACCEPT, PARTIAL, REJECT ->
                opener && decides(who)
                    ? "You have opened this dispute; another person decides on it."
                    : "Finance decides on a dispute.";
          });
    }
  }

  private StoredDispute replied(StoredDispute of, Reply reply, Principal who) {
    Dispute.Remark remark = new Dispute.Remark(who.user(), after(of), reply.text());
    Dispute dispute = of.dispute();
    return switch (reply.decision()) {
      case COMMENT -> new StoredDispute(of.line(), dispute.reply(remark), Optional.empty());
      case REJECT -> new StoredDispute(of.line(), dispute.reject(remark), Optional.empty());
      case WITHDRAW -> new StoredDispute(of.line(), dispute.withdraw(remark), Optional.empty());
      case ACCEPT -> granted(of, dispute.grant(remark, dispute.amount()), reply, remark.at());
      case PARTIAL ->
          granted(
              of, dispute.grant(remark, reply.amount().orElse(Amount.ZERO)), reply, remark.at());
    };
  }

  private StoredDispute granted(StoredDispute of, Dispute granted, Reply reply, Instant at) {
    Party bearer = reply.bearer().orElseGet(() -> new Party("unattributed", "-"));
    StoredDispute next =
        new StoredDispute(
            of.line(),
            granted,
            Optional.of(new StoredDispute.Decision(bearer, openAfter(of.line().period()), at)));
    // Refuses a bearer that is the line itself, before anything is stored.
    next.corrections();
    return next;
  }

  /** The first month after the disputed one whose books are not closed. */
  private YearMonth openAfter(YearMonth period) {
    YearMonth month = period.plusMonths(1);
    for (int i = 0; i < MONTHS_LIMIT && book.isClosed(month); i++) {
      month = month.plusMonths(1);
    }
    return month;
  }

  /** Disputes that the asker may see, the newest first. */
  public List<DisputeView> list(
      Optional<YearMonth> period, Optional<String> state, AccessScope scope) {
    return store.all().stream()
        .filter(of -> sees(scope, of.line().party()))
        .filter(of -> period.map(month -> concerns(of, month)).orElse(true))
        .filter(of -> state.map(text -> of.dispute().state().text().equals(text)).orElse(true))
        .map(of -> DisputeView.of(of, scope))
        .toList();
  }

  private static boolean concerns(StoredDispute of, YearMonth month) {
    return of.line().period().equals(month)
        || of.decision().map(decision -> decision.bookedIn().equals(month)).orElse(false);
  }

  /**
   * What granted disputes move in a month's statement: lines that sum to zero in each currency.
   *
   * @param asOf only what was granted by then
   */
  public List<StatementLine> corrections(YearMonth period, String metric, Instant asOf) {
    List<StatementLine> lines = new ArrayList<>();
    for (StoredDispute of : store.all()) {
      boolean here =
          of.line().metric().equals(metric)
              && of.decision()
                  .filter(decision -> decision.bookedIn().equals(period))
                  .filter(decision -> !decision.at().isAfter(asOf))
                  .isPresent();
      if (here) {
        String component = "correction of " + of.line().period() + ", dispute " + of.dispute().id();
        for (CorrectionLine line : of.corrections()) {
          lines.add(
              new StatementLine(
                  new Party(
                      line.key().groups().getOrDefault("team", "-"),
                      line.key().groups().getOrDefault("costCenter", "-")),
                  line.key().currency(),
                  component,
                  true,
                  line.delta(),
                  BigInteger.ZERO));
        }
      }
    }
    return lines;
  }

  /** When the newest of those that moved something was decided; empty before the first. */
  public Optional<Instant> newestDecision() {
    return store.newestDecision();
  }

  private static boolean decides(Principal who) {
    return who.role() == Role.FINANCE || who.role() == Role.ADMIN;
  }

  private static boolean sees(AccessScope scope, Party party) {
    return scope.allTeams() || scope.teams().contains(party.team());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Never before the remark before, whatever the clock did. */
  private Instant after(StoredDispute of) {
    List<Dispute.Remark> remarks = of.dispute().remarks();
    Instant last = remarks.get(remarks.size() - 1).at();
    Instant now = now();
    return now.isBefore(last) ? last : now;
  }
}
