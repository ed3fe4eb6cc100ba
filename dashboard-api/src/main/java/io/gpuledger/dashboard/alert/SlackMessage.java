package io.gpuledger.dashboard.alert;

import static com.slack.api.model.block.Blocks.actions;
import static com.slack.api.model.block.Blocks.context;
import static com.slack.api.model.block.Blocks.header;
import static com.slack.api.model.block.Blocks.section;
import static com.slack.api.model.block.composition.BlockCompositions.asSectionFields;
import static com.slack.api.model.block.composition.BlockCompositions.markdownText;
import static com.slack.api.model.block.composition.BlockCompositions.plainText;
import static com.slack.api.model.block.element.BlockElements.button;

import com.slack.api.model.block.LayoutBlock;
import com.slack.api.util.json.GsonFactory;
import com.slack.api.webhook.Payload;
import io.gpuledger.cost.budget.SpendKind;
import io.gpuledger.cost.money.Amount;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The message about one alert. With it alone a reader can answer: what, how much an hour, whose,
 * since when, what to run, can it wait. A part without data says so.
 */
final class SlackMessage {
  /** Slack's limits, in characters. */
  static final int HEADER_LIMIT = 150;

  static final int SECTION_LIMIT = 3_000;
  static final int FIELD_LIMIT = 2_000;
  static final int TEXT_LIMIT = 4_000;

  /** Names longer than this are cut before they are put together. */
  private static final int NAME_LIMIT = 90;

  private static final String FORECAST = "*Forecast*\nNo forecast yet, and so no probability";
  private static final int SHOWN_DRIVERS = 3;
  private static final int SHOWN_UNKNOWNS = 10;

  private final AlertFacts facts;
  private final Optional<URI> link;

  private SlackMessage(AlertFacts facts, Optional<URI> link) {
    this.facts = facts;
    this.link = link;
  }

  /** The payload of an incoming webhook, exactly as it is posted. */
  static String render(AlertFacts facts, Optional<URI> link) {
    SlackMessage message = new SlackMessage(facts, link);
    Payload payload =
        Payload.builder()
            .text(SlackText.cut(message.plain(), TEXT_LIMIT))
            .blocks(message.blocks())
            .unfurlLinks(false)
            .unfurlMedia(false)
            .build();
    return GsonFactory.createSnakeCase().toJson(payload);
  }

  private List<LayoutBlock> blocks() {
    List<LayoutBlock> blocks = new ArrayList<>();
    blocks.add(header(h -> h.text(plainText(SlackText.cut(title(), HEADER_LIMIT), false))));
    blocks.add(
        section(
            s ->
                s.fields(
                    asSectionFields(
                        markdownText(SlackText.cut(spent(), FIELD_LIMIT)),
                        markdownText(FORECAST)))));
    blocks.add(text(burn() + "\n" + canWait()));
    blocks.add(text(cause()));
    blocks.add(text(drivers()));
    blocks.add(text(owner()));
    blocks.add(text(command()));
    blocks.add(text(unknown()));
    blocks.add(context(List.of(markdownText(SlackText.cut(footer(), FIELD_LIMIT)))));
    link.ifPresent(uri -> blocks.add(open(uri)));
    return blocks;
  }

  /**
   * A button that is a link, which needs nothing that answers Slack. It leads to where the alert is
   * acknowledged.
   */
  private static LayoutBlock open(URI uri) {
    return actions(
        List.of(
            button(
                b ->
                    b.actionId("open")
                        .text(plainText("Open and acknowledge", false))
                        .url(uri.toString()))));
  }

  private static LayoutBlock text(String markdown) {
    return section(s -> s.text(markdownText(SlackText.cut(markdown, SECTION_LIMIT))));
  }

  private static String name(String text) {
    return SlackText.cut(text, NAME_LIMIT);
  }

  private String title() {
    return name(facts.budget().name())
        + ": "
        + SlackText.percent(facts.spent().counted(), facts.budget().limit())
        + " of "
        + SlackText.month(facts.period())
        + (facts.spent().kind() == SpendKind.ESTIMATED ? " (estimated)" : "");
  }

  private String spent() {
    String currency = facts.budget().currency();
    return "*Spent of limit*\n"
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

  private String burn() {
    return "*Burn now* "
        + facts
            .burnPerHour()
            .map(a -> SlackText.money(facts.budget().currency(), a) + " per hour")
            .orElse("not known (no rate or no telemetry in scope)")
        + "; usual burn: not known yet";
  }

  private String canWait() {
    Amount left = facts.budget().limit().minus(facts.spent().counted());
    if (left.signum() <= 0) {
      return "*Can it wait?* No: the limit is passed.";
    }
    Optional<Amount> burn = facts.burnPerHour().filter(a -> a.signum() > 0);
    if (burn.isEmpty()) {
      return "*Can it wait?* Not known without a burn rate; "
          + SlackText.money(facts.budget().currency(), left)
          + " is left.";
    }
    BigDecimal minutes =
        left.toBigDecimal()
            .multiply(BigDecimal.valueOf(60))
            .divide(burn.get().toBigDecimal(), 0, RoundingMode.FLOOR);
    Duration until =
        Duration.ofMinutes(minutes.min(BigDecimal.valueOf(5_256_000)).longValueExact());
    return "*Can it wait?* At this burn the limit is reached in " + SlackText.length(until) + ".";
  }

  private String cause() {
    if (facts.cause().isEmpty()) {
      return facts.kind() == SpendKind.FROM_BILL
          ? "*Cause* A published bill passed the threshold; no live holder is named for it."
          : "*Cause* Not known: no holder is named by the telemetry in scope.";
    }
    AlertFacts.Cause cause = facts.cause().get();
    return "*Cause* "
        + SlackText.code(name(cause.holder()))
        + " burns most now"
        + (cause.node().isEmpty()
            ? ", on a node that is not known"
            : ", on node " + SlackText.code(name(cause.node())))
        + (cause.user().isEmpty()
            ? ", run by a user that is not known"
            : ", run by " + SlackText.code(name(cause.user())))
        + cause
            .since()
            .map(at -> ", since " + SlackText.instant(at))
            .orElse(", since when is not known")
        + ".";
  }

  private String drivers() {
    if (facts.drivers().isEmpty()) {
      return "*Top drivers* not known: no bill of the month is loaded for this scope";
    }
    StringBuilder text = new StringBuilder("*Top drivers, from the bill*");
    for (AlertFacts.Driver driver : facts.drivers().stream().limit(SHOWN_DRIVERS).toList()) {
      text.append("\n• ")
          .append(SlackText.escaped(name(driver.name())))
          .append(": ")
          .append(SlackText.money(facts.budget().currency(), driver.amount()));
    }
    return text.toString();
  }

  private String owner() {
    return facts.budget().owner().isBlank()
        ? "*Owner* nobody is named in the budget"
        : "*Owner* " + SlackText.mention(name(facts.budget().owner()));
  }

  private String command() {
    Optional<StopCommand> command = facts.cause().flatMap(c -> StopCommand.of(c.holder()));
    return command
        .map(
            c ->
                "*Try first, without effect*\n```"
                    + c.dryRun()
                    + "```\n*To stop it*\n```"
                    + c.command()
                    + "```")
        .orElse("*What to run* no command is known for this cause");
  }

  private String unknown() {
    if (facts.unknowns().isEmpty()) {
      return "*Not known* nothing that we know of";
    }
    StringBuilder text = new StringBuilder("*Not known*");
    for (String unknown : facts.unknowns().stream().limit(SHOWN_UNKNOWNS).toList()) {
      text.append("\n• ").append(SlackText.escaped(SlackText.cut(unknown, FIELD_LIMIT / 10)));
    }
    int left = facts.unknowns().size() - SHOWN_UNKNOWNS;
    return left > 0 ? text + "\n• and " + left + " more" : text.toString();
  }

  private String footer() {
    String thresholds =
        String.join(
            ", ", facts.thresholdPercents().stream().map(percent -> percent + " %").toList());
    String scope = facts.budget().filter().isBlank() ? "everything" : facts.budget().filter();
    return SlackText.month(facts.period())
        + " (UTC) · passed "
        + thresholds
        + " · "
        + (facts.kind() == SpendKind.FROM_BILL ? "from the bill" : "estimated to date")
        + " · scope "
        + SlackText.code(SlackText.cut(scope, 300))
        + " · seen "
        + SlackText.instant(facts.seenAt())
        + link.map(uri -> " · <" + uri + "|Open in GpuLedger>")
            .orElse(" · no link, because server.publicUrl is not set");
  }

  /** The fallback for notifications and screen readers: the same in plain words. */
  private String plain() {
    return SlackText.escaped(title())
        + "\n"
        + String.join(
                "\n", spent(), FORECAST, burn(), canWait(), cause(), drivers(), owner(), command(),
                unknown(), footer())
            .replace("*", "")
            .replace("```", " ");
  }
}
