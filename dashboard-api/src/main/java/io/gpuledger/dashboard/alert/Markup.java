package io.gpuledger.dashboard.alert;

import java.net.URI;

/**
 * How a channel marks text. Names come from outside: each part is made harmless for the channel.
 */
interface Markup {
  /** Text as it is. */
  String text(String text);

  /** A name or a term of a machine. */
  String code(String text);

  /** The name of a part. */
  String label(String text);

  /** A command to be copied. */
  String command(String text);

  /** The owner, called where the channel can. */
  String mention(String owner);

  String link(URI uri, String words);

  /** Slack's mrkdwn. */
  Markup SLACK =
      new Markup() {
        @Override
        public String text(String text) {
          return SlackText.escaped(text);
        }

        @Override
        public String code(String text) {
          return SlackText.code(text);
        }

        @Override
        public String label(String text) {
          return "*" + text + "*";
        }

        @Override
        public String command(String text) {
          return "```" + text + "```";
        }

        @Override
        public String mention(String owner) {
          return SlackText.mention(owner);
        }

        @Override
        public String link(URI uri, String words) {
          return "<" + uri + "|" + words + ">";
        }
      };

  /** Slack's fallback for notifications and screen readers: plain, and yet read as mrkdwn. */
  Markup SLACK_PLAIN =
      new Markup() {
        @Override
        public String text(String text) {
          return SlackText.escaped(text);
        }

        @Override
        public String code(String text) {
          return SlackText.code(text);
        }

        @Override
        public String label(String text) {
          return text;
        }

        @Override
        public String command(String text) {
          return text;
        }

        @Override
        public String mention(String owner) {
          return SlackText.mention(owner);
        }

        @Override
        public String link(URI uri, String words) {
          return "<" + uri + "|" + words + ">";
        }
      };

  /** Nothing at all. */
  Markup PLAIN =
      new Markup() {
        @Override
        public String text(String text) {
          return text.replaceAll("\\p{Cntrl}", " ");
        }

        @Override
        public String code(String text) {
          return text(text);
        }

        @Override
        public String label(String text) {
          return text + ":";
        }

        @Override
        public String command(String text) {
          return "  " + text;
        }

        @Override
        public String mention(String owner) {
          return text(owner);
        }

        @Override
        public String link(URI uri, String words) {
          return words + ": " + uri;
        }
      };

  /** HTML of a mail. */
  Markup HTML =
      new Markup() {
        @Override
        public String text(String text) {
          return text.replace("&", "&amp;")
              .replace("<", "&lt;")
              .replace(">", "&gt;")
              .replace("\"", "&quot;");
        }

        @Override
        public String code(String text) {
          return "<code>" + text(text) + "</code>";
        }

        @Override
        public String label(String text) {
          return "<strong>" + text(text) + "</strong>";
        }

        @Override
        public String command(String text) {
          return "<code>" + text(text) + "</code>";
        }

        @Override
        public String mention(String owner) {
          return text(owner);
        }

        @Override
        public String link(URI uri, String words) {
          return "<a href=\"" + text(uri.toString()) + "\">" + text(words) + "</a>";
        }
      };
}
