package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.money.Money;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An alert that is not a budget's, in words. It answers the same questions as a budget's. */
final class NoticeWords implements Words {
  private static final int NAME_LIMIT = 90;
  private static final int TEXT_LIMIT = 900;
  private static final int FINDING_LIMIT = 160;
  private static final int SHOWN_FINDINGS = 12;
  private static final int SHOWN_UNKNOWNS = 10;

  private final Notice notice;
  private final Envelope envelope;
  private final Markup markup;

  NoticeWords(Notice notice, Envelope envelope, Markup markup) {
    this.notice = notice;
    this.envelope = envelope;
    this.markup = markup;
  }

  @Override
  public String title() {
    return (envelope.times() > 1 ? "Again: " : "") + SlackText.cut(notice.title(), 140);
  }

  @Override
  public List<String> fields() {
    return List.of(what(), whose());
  }

  private String what() {
    return markup.label("What") + "\n" + markup.text(SlackText.cut(notice.what(), TEXT_LIMIT));
  }

  private String whose() {
    String owner = SlackText.cut(notice.owner(), NAME_LIMIT);
    return markup.label("Owner")
        + "\n"
        + (owner.isBlank()
            ? notice.teamScope().isEmpty()
                ? "nobody is named"
                : "nobody is named in " + markup.text(teams())
            : markup.mention(owner)
                + (notice.teamScope().isEmpty() ? "" : ", for " + markup.text(teams())));
  }

  private String teams() {
    return SlackText.cut(String.join(", ", notice.teamScope()), NAME_LIMIT);
  }

  @Override
  public String burn() {
    String words = notice.cost().words();
    return markup.label("Burn now")
        + " "
        + notice
            .cost()
            .perHour()
            .map(NoticeWords::perHour)
            .map(text -> text + (words.isEmpty() ? "" : "; " + markup.text(words)))
            .orElse("not known" + (words.isEmpty() ? "" : " (" + markup.text(words) + ")"));
  }

  private static String perHour(Money money) {
    return SlackText.money(money.currency(), money.amount()) + " per hour";
  }

  @Override
  public String canWait() {
    return markup.label("Can it wait?") + " " + markup.text(notice.canWait());
  }

  @Override
  public List<String> sections() {
    List<String> sections = new ArrayList<>();
    sections.add(since());
    if (!notice.findings().isEmpty()) {
      sections.add(findings());
    }
    sections.add(command());
    sections.add(unknown());
    return sections;
  }

  private String since() {
    String since =
        notice
            .since()
            .map(at -> markup.label("Since") + " " + SlackText.instant(at))
            .orElse(markup.label("Since") + " not known when; seen " + seen());
    return notice
        .cause()
        .map(
            cause ->
                markup.label("Cause")
                    + " "
                    + markup.code(SlackText.cut(cause.holder(), NAME_LIMIT))
                    + (cause.node().isEmpty()
                        ? ""
                        : ", on " + markup.code(SlackText.cut(cause.node(), NAME_LIMIT)))
                    + (cause.user().isEmpty()
                        ? ", run by a user that is not known"
                        : ", run by " + markup.code(SlackText.cut(cause.user(), NAME_LIMIT)))
                    + "\n"
                    + since)
        .orElse(since);
  }

  private String seen() {
    return SlackText.instant(notice.seenAt());
  }

  private String findings() {
    return list("In particular", notice.findings(), SHOWN_FINDINGS);
  }

  private String list(String label, List<String> items, int shown) {
    StringBuilder text = new StringBuilder(markup.label(label));
    for (String item : items.stream().limit(shown).toList()) {
      text.append("\n• ").append(markup.text(SlackText.cut(item, FINDING_LIMIT)));
    }
    int left = items.size() - shown;
    return left > 0 ? text + "\n• and " + left + " more" : text.toString();
  }

  private String command() {
    Notice.ToDo toDo = notice.toDo();
    if (toDo.command().isEmpty()) {
      return markup.label("What to run")
          + " nothing is to be run. "
          + markup.text(SlackText.cut(toDo.words(), TEXT_LIMIT));
    }
    String words =
        toDo.words().isEmpty() ? "" : "\n" + markup.text(SlackText.cut(toDo.words(), TEXT_LIMIT));
    String run = markup.label("What to run") + "\n" + markup.command(toDo.command()) + words;
    return toDo.dryRun().isEmpty()
        ? run
        : markup.label("Try first, without effect")
            + "\n"
            + markup.command(toDo.dryRun())
            + "\n"
            + run;
  }

  private String unknown() {
    return notice.unknowns().isEmpty()
        ? markup.label("Not known") + " nothing that we know of"
        : list("Not known", notice.unknowns(), SHOWN_UNKNOWNS);
  }

  @Override
  public String footer() {
    return markup.text(notice.kind().words())
        + (envelope.times() > 1 ? " · again, time " + envelope.times() : "")
        + " · seen "
        + seen()
        + envelope
            .link()
            .map(uri -> " · " + markup.link(uri, "Open in GpuLedger"))
            .orElse(" · no link, because server.publicUrl is not set");
  }

  @Override
  public Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("what", what());
    details.put("burn", burn());
    details.put("can it wait", canWait());
    details.put("owner", whose());
    details.put("since", since());
    if (!notice.findings().isEmpty()) {
      details.put("in particular", findings());
    }
    details.put("command", command());
    details.put("not known", unknown());
    details.put("scope", footer());
    return details;
  }
}
