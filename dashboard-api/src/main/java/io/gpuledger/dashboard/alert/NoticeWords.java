package io.gpuledger.dashboard.alert;

import io.gpuledger.cost.money.Money;
import java.nio.charset.StandardCharsets;
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

  /**
   * What one message lists at most when it gathers others, in bytes. Slack takes 50 blocks of 3,000
   * characters and refuses a message of about 13,000 in all, Teams one of 28 KiB; the other parts
   * need the rest.
   */
  private static final int LISTED_LIMIT = 8_400;

  /** Bytes of a paragraph, with room for the line that says how many more there are. */
  private static final int PARAGRAPH_LIMIT = 1_400;

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
    List<String> last = notice.kind().isGathering() ? findings() : List.of();
    sections.addAll(last.isEmpty() ? findings() : List.of());
    sections.add(command());
    sections.add(unknown());
    // What is long comes last: a notification shows the beginning.
    sections.addAll(last);
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

  private List<String> findings() {
    List<String> lines = notice.findings().lines();
    if (lines.isEmpty()) {
      return List.of();
    }
    return notice.kind().isGathering()
        ? listing(lines)
        : List.of(list("In particular", lines, SHOWN_FINDINGS));
  }

  /** As many lines as fit, in paragraphs that each fit, then how many more there are and where. */
  private List<String> listing(List<String> lines) {
    List<String> paragraphs = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder(markup.label("In particular"));
    int listed = 0;
    int inParagraph = 0;
    int inAll = 0;
    for (String text : lines) {
      String line = "\n" + finding(text, markup);
      int bytes = line.getBytes(StandardCharsets.UTF_8).length;
      if (inAll + bytes > LISTED_LIMIT) {
        break;
      }
      if (inParagraph + bytes > PARAGRAPH_LIMIT) {
        paragraphs.add(paragraph.toString());
        paragraph = new StringBuilder(line.substring(1));
        inParagraph = 0;
      } else {
        paragraph.append(line);
      }
      inParagraph += bytes;
      inAll += bytes;
      listed++;
    }
    if (listed < lines.size()) {
      paragraph.append("\n• and ").append(lines.size() - listed).append(" more");
    }
    paragraphs.add(paragraph.toString());
    notice
        .findings()
        .all()
        .ifPresent(uri -> paragraphs.add(markup.link(uri, "All alerts that are open")));
    return paragraphs;
  }

  /** The line of a finding. */
  static String finding(String text, Markup markup) {
    return "• " + markup.text(SlackText.cut(text, FINDING_LIMIT));
  }

  private String list(String label, List<String> items, int shown) {
    StringBuilder text = new StringBuilder(markup.label(label));
    for (String item : items.stream().limit(shown).toList()) {
      text.append("\n").append(finding(item, markup));
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
    if (!notice.findings().lines().isEmpty()) {
      details.put("in particular", String.join("\n", findings()));
    }
    details.put("command", command());
    details.put("not known", unknown());
    details.put("scope", footer());
    return details;
  }
}
