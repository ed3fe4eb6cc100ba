package io.gpuledger.dashboard.alert;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.alert.channel.PayloadJson;
import io.gpuledger.dashboard.alert.channel.Step;
import java.util.Optional;
import java.util.stream.Collectors;

/** A mail: subject, plain text, and the same as HTML. Recovery is a reply; acknowledgement none. */
final class MailForm implements AlertForm {
  private static final int SUBJECT_LIMIT = 200;

  @Override
  public String raised(AlertContent content, Envelope envelope) {
    Words plain = content.words(envelope, Markup.PLAIN);
    Words html = content.words(envelope, Markup.HTML);
    String title = Markup.PLAIN.text(plain.title());
    return mail(
        title,
        title + "\n\n" + String.join("\n\n", plain.parts()) + "\n",
        "<h2>"
            + Markup.HTML.text(title)
            + "</h2>"
            + html.parts().stream()
                .map(part -> "<p>" + part.replace("\n", "<br>") + "</p>")
                .collect(Collectors.joining("\n")));
  }

  private static String mail(String subject, String text, String html) {
    ObjectNode mail = PayloadJson.object();
    mail.put("subject", SlackText.cut("[GpuLedger] " + subject, SUBJECT_LIMIT));
    mail.put("text", text);
    mail.put(
        "html",
        "<!doctype html><html><head><meta charset=\"utf-8\"></head>"
            + "<body style=\"font:14px/1.45 sans-serif\">"
            + html
            + "</body></html>");
    return mail.toString();
  }

  @Override
  public Optional<String> followUp(Alert alert, Envelope envelope, String raised) {
    if (envelope.step() != Step.RECOVERED) {
      return Optional.empty();
    }
    String title = Markup.PLAIN.text(FollowUpWords.title(alert, envelope.step()));
    String sentence = Markup.PLAIN.text(FollowUpWords.sentence(alert, envelope.step()));
    return Optional.of(
        mail(
            title,
            title + "\n\n" + sentence + "\n",
            "<h2>" + Markup.HTML.text(title) + "</h2><p>" + Markup.HTML.text(sentence) + "</p>"));
  }
}
