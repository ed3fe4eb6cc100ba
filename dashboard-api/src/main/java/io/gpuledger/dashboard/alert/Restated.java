package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.alert.channel.Step;
import io.gpuledger.dashboard.config.AlertKind;
import io.gpuledger.dashboard.config.AlertSeverity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An alert told once more, later or elsewhere, in the words in which it was raised. */
record Restated(Alert alert, Told told, Step step) implements AlertContent {
  /** As it was raised; an alert of an older version has its columns only. */
  static Restated of(Alert alert, Step step) {
    Told told =
        alert
            .about()
            .told()
            .orElseGet(
                () ->
                    new Told(
                        alert.shortTitle(),
                        List.of("Spent: " + alert.currency() + " " + alert.spent()),
                        "Burn now: not known",
                        "Can it wait? Not known",
                        List.of(),
                        "raised " + SlackText.instant(Instant.parse(alert.raisedAt())),
                        Map.of(),
                        "budget " + alert.budgetName(),
                        "",
                        false));
    return new Restated(alert, told, step);
  }

  @Override
  public AlertKind alertKind() {
    return alert.about().kind();
  }

  @Override
  public AlertSeverity severity() {
    return alert.about().severity();
  }

  @Override
  public List<String> teamScope() {
    return alert.teamScope();
  }

  @Override
  public String owner() {
    return alert.care().assignee().isEmpty() ? alert.about().owner() : alert.care().assignee();
  }

  @Override
  public Instant seenAt() {
    return Instant.parse(alert.raisedAt());
  }

  @Override
  public String source() {
    return told.source();
  }

  @Override
  public String component() {
    return told.component();
  }

  @Override
  public boolean isBreach() {
    return told.breach();
  }

  @Override
  public void write(ObjectNode data) {
    data.put("subject", alert.about().subject());
    data.put("raisedAt", alert.raisedAt());
    data.put("reason", FollowUpWords.sentence(alert, step));
  }

  @Override
  public Words words(Envelope envelope, Markup markup) {
    return new Words() {
      private String sentence() {
        return markup.text(FollowUpWords.sentence(alert, step) + ".");
      }

      @Override
      public String title() {
        return FollowUpWords.word(step) + ": " + told.title();
      }

      @Override
      public List<String> fields() {
        return told.fields().isEmpty()
            ? List.of(sentence())
            : told.fields().stream().map(this::lines).toList();
      }

      @Override
      public String burn() {
        return lines(told.burn());
      }

      @Override
      public String canWait() {
        return lines(told.canWait());
      }

      @Override
      public List<String> sections() {
        List<String> sections = new java.util.ArrayList<>();
        sections.add(
            sentence()
                + (owner().isEmpty() ? "" : " " + markup.mention(SlackText.cut(owner(), 90))));
        told.sections().forEach(section -> sections.add(lines(section)));
        return sections;
      }

      /** Line by line: a mark of plain text knows no line. */
      private String lines(String text) {
        return String.join("\n", text.lines().map(markup::text).toList());
      }

      @Override
      public String footer() {
        return lines(told.footer());
      }

      @Override
      public Map<String, String> details() {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("now", sentence());
        told.details().forEach((name, text) -> details.put(name, lines(text)));
        return details;
      }
    };
  }
}
