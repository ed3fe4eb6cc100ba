package io.gpuledger.dashboard.alert.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gpuledger.dashboard.config.ChannelConfig;
import io.gpuledger.dashboard.config.ChannelConfig.MailSecurity;
import jakarta.mail.Address;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import javax.net.SocketFactory;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.util.MailConnectException;

/**
 * Mail by SMTP, as plain text and HTML. STARTTLS is insisted on where it is asked for. The
 * Message-ID stays the same over repetitions, but no mail server promises to drop the second one.
 */
final class EmailChannel implements Channel {
  private static final int CAUSES_LIMIT = 20;

  private final ChannelConfig.Email config;
  private final String password;
  private final Duration timeout;
  private final SSLSocketFactory tls;

  EmailChannel(ChannelConfig.Email config, String password, Duration timeout) {
    this(config, password, timeout, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  EmailChannel(
      ChannelConfig.Email config, String password, Duration timeout, SSLSocketFactory tls) {
    this.config = config;
    this.password = password;
    this.timeout = timeout;
    this.tls = tls;
  }

  @Override
  public Outcome send(Message message) {
    boolean[] handedOver = new boolean[1];
    try {
      Session session = Session.getInstance(properties());
      MimeMessage mail = mail(session, message);
      try (Transport transport = session.getTransport("smtp")) {
        transport.connect(
            config.host(), config.port(), emptyToNull(config.user()), emptyToNull(password));
        handedOver[0] = true;
        transport.sendMessage(mail, recipients());
        return Outcome.delivered(mail.getMessageID());
      }
    } catch (MessagingException e) {
      return failure(e, handedOver[0]);
    }
  }

  // Null is how the library is told to connect as nobody.
  @SuppressWarnings("NullAway")
  private static String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private Properties properties() {
    String millis = Long.toString(timeout.toMillis());
    Properties properties = new Properties();
    properties.put("mail.smtp.connectiontimeout", millis);
    properties.put("mail.smtp.timeout", millis);
    properties.put("mail.smtp.writetimeout", millis);
    properties.put("mail.smtp.auth", Boolean.toString(!config.user().isEmpty()));
    boolean starttls = config.security() == MailSecurity.STARTTLS;
    properties.put("mail.smtp.starttls.enable", Boolean.toString(starttls));
    properties.put("mail.smtp.starttls.required", Boolean.toString(starttls));
    properties.put("mail.smtp.ssl.enable", Boolean.toString(config.security() == MailSecurity.TLS));
    properties.put("mail.smtp.ssl.checkserveridentity", "true");
    SocketFactory guarded = new GuardedSockets(config.allowPrivateAddresses());
    properties.put("mail.smtp.socketFactory", guarded);
    properties.put("mail.smtp.ssl.socketFactory", new LayeredTls(guarded, tls));
    properties.put("mail.smtp.socketFactory.fallback", "false");
    // Part of the recipients refused is a fault to be seen, not a success.
    properties.put("mail.smtp.sendpartial", "false");
    properties.put("mail.smtp.localhost", "gpuledger.invalid");
    return properties;
  }

  private Address[] recipients() throws MessagingException {
    List<Address> addresses = new ArrayList<>();
    for (String to : config.to()) {
      addresses.add(new InternetAddress(to, true));
    }
    return addresses.toArray(new Address[0]);
  }

  private MimeMessage mail(Session session, Message message) throws MessagingException {
    ObjectNode payload = PayloadJson.object(message.payload());
    String domain = config.from().substring(config.from().indexOf('@') + 1);
    MimeMessage mail = new IdentifiedMail(session, "<" + message.id() + "@" + domain + ">");
    mail.setFrom(new InternetAddress(config.from(), true));
    mail.setRecipients(jakarta.mail.Message.RecipientType.TO, recipients());
    mail.setSubject(payload.path("subject").asText(), StandardCharsets.UTF_8.name());
    mail.setHeader("Auto-Submitted", "auto-generated");
    if (!message.externalId().isEmpty()) {
      mail.setHeader("In-Reply-To", message.externalId());
      mail.setHeader("References", message.externalId());
    }
    MimeBodyPart plain = new MimeBodyPart();
    plain.setText(payload.path("text").asText(), StandardCharsets.UTF_8.name());
    MimeBodyPart html = new MimeBodyPart();
    html.setText(payload.path("html").asText(), StandardCharsets.UTF_8.name(), "html");
    mail.setContent(new MimeMultipart("alternative", plain, html));
    mail.saveChanges();
    return mail;
  }

  private static Outcome failure(MessagingException e, boolean handedOver) {
    List<Throwable> causes = causes(e);
    // First, because the library wraps it in a failure to connect, which would be tried again.
    for (Throwable cause : causes) {
      if (cause instanceof WebhookAddress.ForbiddenAddress) {
        return Outcome.refused(String.valueOf(cause.getMessage()));
      }
    }
    for (Throwable cause : causes) {
      if (cause instanceof UnknownHostException || cause instanceof MailConnectException) {
        return Outcome.retry("the mail server cannot be reached", false);
      }
      if (cause instanceof AuthenticationFailedException) {
        return Outcome.refused("the mail server refused user and password");
      }
      if (cause instanceof SMTPSendFailedException failed) {
        return answered(failed.getReturnCode(), String.valueOf(failed.getMessage()));
      }
      if (cause instanceof SMTPAddressFailedException failed) {
        return answered(failed.getReturnCode(), String.valueOf(failed.getMessage()));
      }
    }
    // A connection that breaks after the text was begun may have delivered it.
    return Outcome.retry(
        "the mail was not taken: " + firstLine(String.valueOf(e.getMessage())), handedOver);
  }

  /** The exception and what it was caused by, each once; the library chains in two ways. */
  private static List<Throwable> causes(MessagingException e) {
    List<Throwable> causes = new ArrayList<>();
    Deque<Throwable> waiting = new ArrayDeque<>(List.of(e));
    while (!waiting.isEmpty() && causes.size() < CAUSES_LIMIT) {
      Throwable next = waiting.removeFirst();
      causes.add(next);
      if (next instanceof MessagingException mail && mail.getNextException() != null) {
        waiting.add(mail.getNextException());
      } else if (next.getCause() != null) {
        waiting.add(next.getCause());
      }
    }
    return causes;
  }

  private static Outcome answered(int code, String text) {
    String words = "the mail server answered " + firstLine(text);
    // -1: the connection ended before an answer came.
    if (code < 400) {
      return Outcome.retry("the mail server gave no answer", true);
    }
    return code < 500 ? Outcome.retry(words, false) : Outcome.refused(words);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  /** A mail whose Message-ID is given and not made anew at each save. */
  private static final class IdentifiedMail extends MimeMessage {
    private final String id;

    private IdentifiedMail(Session session, String id) {
      super(session);
      this.id = id;
    }

    @Override
    protected void updateMessageID() throws MessagingException {
      setHeader("Message-ID", id);
    }
  }
}
