package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An alert in words, part by part. With them alone a reader can answer: what, how much an hour,
 * whose, since when, what to run, can it wait. A part without data says so.
 */
final class AlertWords implements Words {
  /** Names longer than this are cut before they are put together. */
  private static final int NAME_LIMIT = 90;

  private static final int UNKNOWN_LIMIT = 200;
  private static final int SHOWN_DRIVERS = 3;
  private static final int SHOWN_UNKNOWNS = 10;

  private final AlertFacts facts;
  private final Envelope envelope;
  private final Markup markup;

  AlertWords(AlertFacts facts, Envelope envelope, Markup markup) {
    this.facts = facts;
    this.envelope = envelope;
    this.markup = markup;
  }

  @Override
  public List<String> fields() {
    return List.of(spent(), forecast());
  }

  @Override
  public List<String> sections() {
    return List.of(cause(), drivers(), owner(), command(), unknown());
  }

  @Override
  public Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("spent", spent());
    details.put("forecast", forecast());
    details.put("burn", burn());
    details.put("can it wait", canWait());
    details.put("cause", cause());
    details.put("drivers", drivers());
    details.put("owner", owner());
    details.put("command", command());
    details.put("not known", unknown());
    details.put("scope", footer());
    return details;
  }

  private static String name(String text) {
    return SlackText.cut(text, NAME_LIMIT);
  }

  /** Budget, percent and month, without any mark. */
  @Override
  public String title() {
    return (envelope.times() > 1 ? "Again: " : "")
        + name(facts.budget().name())
        + ": "
        + (facts.kind() == SpendKind.FORECAST ? forecastPercent() : spentPercent())
        + " of "
        + SlackText.month(facts.period())
        + (facts.kind() != SpendKind.FORECAST && facts.spent().kind() == SpendKind.ESTIMATED
            ? " (estimated)"
            : "");
  }

  private String spentPercent() {
    return SlackText.percent(facts.spent().counted(), facts.budget().limit());
  }

  private String forecastPercent() {
    return facts
        .forecast()
        .map(
            ahead ->
                "forecast to reach " + SlackText.percent(ahead.expected(), facts.budget().limit()))
        .orElse("forecast to pass " + facts.thresholdPercents() + " %");
  }

  String spent() {
    String currency = facts.budget().currency();
    return markup.label("Spent of limit")
        + "\n"
        + SlackText.money(currency, facts.spent().counted())
        + " of "
        + SlackText.money(currency, facts.budget().limit())
        + "\nFrom the bill: "
        + SlackText.money(currency, facts.spent().fromBill())
        + "\nEstimated to date: "
        + facts
            .spent()
            .estimated()
            .map(a -> SlackText.money(currency, a))
            .orElse("nothing estimated");
  }

  @Override
  public String burn() {
    return markup.label("Burn now")
        + " "
        + facts
            .burnPerHour()
            .map(a -> SlackText.money(facts.budget().currency(), a) + " per hour")
            .orElse("not known (no rate or no telemetry in scope)")
        + facts
            .forecast()
            .map(
                ahead ->
                    "; usual: "
                        + SlackText.money(facts.budget().currency(), ahead.usualPerHour())
                        + " per hour, by the bills of four weeks")
            .orElse("; usual burn: not known yet")
        + (facts.paces().isEmpty() ? "" : "; " + AlertFacts.Pace.words(facts.paces()));
  }

  @Override
  public String canWait() {
    Amount left = facts.budget().limit().minus(facts.spent().counted());
    if (left.signum() <= 0) {
      return markup.label("Can it wait?") + " No: the limit is passed.";
    }
    Optional<Amount> burn = facts.burnPerHour().filter(a -> a.signum() > 0);
    if (burn.isEmpty()) {
      return markup.label("Can it wait?")
          + " Not known without a burn rate; "
          + SlackText.money(facts.budget().currency(), left)
          + " is left.";
    }
    BigDecimal minutes =
        left.toBigDecimal()
            .multiply(BigDecimal.valueOf(60))
            .divide(burn.get().toBigDecimal(), 0, RoundingMode.FLOOR);
    Duration until =
        Duration.ofMinutes(minutes.min(BigDecimal.valueOf(5_256_000)).longValueExact());
    return markup.label("Can it wait?")
        + " At this burn the limit is reached in "
        + SlackText.length(until)
        + ".";
  }

  String cause() {
    if (facts.cause().isEmpty() && facts.kind() == SpendKind.FORECAST) {
      return markup.label("Cause")
          + " The spend of settled days goes on like this; no live holder is named for it. Seen"
          + " since "
          + SlackText.instant(facts.seenAt())
          + ".";
    }
    if (facts.cause().isEmpty()) {
      return facts.kind() == SpendKind.FROM_BILL
          ? markup.label("Cause")
              + " A published bill passed the threshold; no live holder is named for it."
              + " Seen since "
              + SlackText.instant(facts.seenAt())
              + "."
          : markup.label("Cause")
              + " Not known: no holder is named by the telemetry in scope. Seen since "
              + SlackText.instant(facts.seenAt())
              + ".";
    }
    AlertFacts.Cause cause = facts.cause().get();
    return markup.label("Cause")
        + " "
        + markup.code(name(cause.holder()))
        + " burns most now"
        + (cause.node().isEmpty()
            ? ", on a node that is not known"
            : ", on node " + markup.code(name(cause.node())))
        + (cause.user().isEmpty()
            ? ", run by a user that is not known"
            : ", run by " + markup.code(name(cause.user())))
        + cause
            .since()
            .map(at -> ", since " + SlackText.instant(at))
            .orElse(", since when is not known")
        + ".";
  }

  String drivers() {
    if (facts.drivers().isEmpty()) {
      return markup.label("Top drivers")
          + " not known: no bill of the month is loaded for this scope";
    }
    StringBuilder text = new StringBuilder(markup.label("Top drivers, from the bill"));
    for (AlertFacts.Driver driver : facts.drivers().stream().limit(SHOWN_DRIVERS).toList()) {
      text.append("\n• ")
          .append(markup.text(name(driver.name())))
          .append(": ")
          .append(SlackText.money(facts.budget().currency(), driver.amount()));
    }
    return text.toString();
  }

  String owner() {
    return facts.budget().owner().isBlank()
        ? markup.label("Owner") + " nobody is named in the budget"
        : markup.label("Owner") + " " + markup.mention(name(facts.budget().owner()));
  }

  String command() {
    return facts
        .cause()
        .flatMap(cause -> StopCommand.of(cause.holder()))
        .map(
            stop ->
                markup.label("Try first, without effect")
                    + "\n"
                    + markup.command(stop.dryRun())
                    + "\n"
                    + markup.label("To stop it")
                    + "\n"
                    + markup.command(stop.command()))
        .orElse(markup.label("What to run") + " no command is known for this cause");
  }

  String forecast() {
    if (facts.forecast().isEmpty()) {
      return markup.label("Forecast") + "\nNo forecast yet, and so no probability";
    }
    AlertFacts.Forecast ahead = facts.forecast().get();
    String currency = facts.budget().currency();
    return markup.label("Forecast")
        + "\n"
        + SlackText.money(currency, ahead.expected())
        + " (80 %: "
        + SlackText.money(currency, ahead.low80())
        + " to "
        + SlackText.money(currency, ahead.high80())
        + ")\n"
        + (facts.isLimitPassed()
            ? "The limit is passed already"
            : Math.round(100 * ahead.breachProbability()) + " % likely to exceed the limit")
        + "\nBills are complete to "
        + SlackText.day(ahead.settledTo());
  }

  String unknown() {
    if (facts.unknowns().isEmpty()) {
      return markup.label("Not known") + " nothing that we know of";
    }
    StringBuilder text = new StringBuilder(markup.label("Not known"));
    for (String unknown : facts.unknowns().stream().limit(SHOWN_UNKNOWNS).toList()) {
      text.append("\n• ").append(markup.text(SlackText.cut(unknown, UNKNOWN_LIMIT)));
    }
    int left = facts.unknowns().size() - SHOWN_UNKNOWNS;
    return left > 0 ? text + "\n• and " + left + " more" : text.toString();
  }

  private String basis() {
    return switch (facts.kind()) {
      case FROM_BILL -> "from the bill";
      case ESTIMATED -> "estimated to date";
      case FORECAST -> "forecast";
    };
  }

  @Override
  public String footer() {
    String thresholds =
        String.join(
            ", ", facts.thresholdPercents().stream().map(percent -> percent + " %").toList());
    String scope = facts.budget().filter().isBlank() ? "everything" : facts.budget().filter();
    return SlackText.month(facts.period())
        + " ("
        + facts.budget().zone()
        + (facts.kind() == SpendKind.FORECAST ? ") · forecast to pass " : ") · passed ")
        + thresholds
        + (envelope.times() > 1 ? " again, time " + envelope.times() : "")
        + " · "
        + basis()
        + (facts.budget().metric().equals("effective") ? ", amortised" : "")
        + " · scope "
        + markup.code(SlackText.cut(scope, 300))
        + " · seen "
        + SlackText.instant(facts.seenAt())
        + envelope
            .link()
            .map(uri -> " · " + markup.link(uri, "Open in GpuLedger"))
            .orElse(" · no link, because server.publicUrl is not set");
  }
}
