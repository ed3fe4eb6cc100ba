package io.gpuledger.dashboard.alert.channel;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A real SMTP server for one mail a connection: STARTTLS, AUTH PLAIN and LOGIN, and on request it
 * refuses, is busy, or cuts the connection after it has taken the mail.
 */
public final class SmtpPeer implements AutoCloseable {
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Deque<String> script = new ArrayDeque<>();
  private final Optional<SSLContext> tls;

  /** A mail as it was taken. */
  public record Mail(String from, List<String> to, String user, boolean encrypted, String text) {}

  /** Every mail that was taken, whatever the sender saw of it. */
  public final List<Mail> taken = new CopyOnWriteArrayList<>();

  /** Over plain connections that STARTTLS can turn into TLS, where a context is given. */
  public SmtpPeer(Optional<SSLContext> tls) throws IOException {
    this.tls = tls;
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return server.getLocalPort();
  }

  /**
   * What happens to the next mails: {@code drop} takes it and cuts the connection, {@code 451} and
   * {@code 554} answer its text so, {@code rcpt550} refuses the address.
   */
  public void script(String... answers) {
    synchronized (script) {
      script.addAll(Arrays.asList(answers));
    }
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        threads.execute(() -> talk(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void talk(Socket socket) {
    String next;
    synchronized (script) {
      next = script.isEmpty() ? "take" : script.removeFirst();
    }
    try (socket) {
      new Talk(socket, next).run();
    } catch (IOException | UncheckedIOException e) {
      // The client went away.
    }
  }

  private final class Talk {
    private Socket socket;
    private final String fate;
    private BufferedReader in;
    private OutputStream out;
    private boolean encrypted;
    private String user = "";
    private String from = "";
    private final List<String> to = new CopyOnWriteArrayList<>();

    private Talk(Socket socket, String fate) throws IOException {
      this.socket = socket;
      this.fate = fate;
      open();
    }

    private void open() throws IOException {
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
      out = socket.getOutputStream();
    }

    private void say(String line) throws IOException {
      out.write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    private void run() throws IOException {
      say("220 peer ESMTP");
      String line = in.readLine();
      while (line != null && answer(line)) {
        line = in.readLine();
      }
    }

    private boolean answer(String line) throws IOException {
      String verb = line.toUpperCase(java.util.Locale.ROOT);
      if (verb.startsWith("EHLO") || verb.startsWith("HELO")) {
        say("250-peer");
        if (tls.isPresent() && !encrypted) {
          say("250-STARTTLS");
        }
        say("250 AUTH LOGIN PLAIN");
      } else if (verb.equals("STARTTLS")) {
        say("220 go ahead");
        SSLSocket secure =
            (SSLSocket)
                tls.orElseThrow()
                    .getSocketFactory()
                    .createSocket(socket, null, socket.getPort(), true);
        secure.setUseClientMode(false);
        secure.startHandshake();
        socket = secure;
        encrypted = true;
        open();
      } else if (verb.startsWith("AUTH LOGIN")) {
        say("334 VXNlcm5hbWU6");
        user = decoded(in.readLine());
        say("334 UGFzc3dvcmQ6");
        String password = decoded(in.readLine());
        say(password.equals("right") ? "235 ok" : "535 5.7.8 no");
      } else if (verb.startsWith("MAIL FROM")) {
        from = line.substring(10);
        say("250 ok");
      } else if (verb.startsWith("RCPT TO")) {
        to.add(line.substring(8));
        say(fate.equals("rcpt550") ? "550 5.1.1 no such mailbox" : "250 ok");
      } else if (verb.equals("DATA")) {
        return data();
      } else if (verb.equals("QUIT")) {
        say("221 bye");
        return false;
      } else {
        say("250 ok");
      }
      return true;
    }

    private boolean data() throws IOException {
      say("354 go on");
      StringBuilder text = new StringBuilder();
      for (String line = in.readLine(); !line.equals("."); line = in.readLine()) {
        text.append(line.startsWith("..") ? line.substring(1) : line).append('\n');
      }
      if (fate.equals("451") || fate.equals("554")) {
        say(fate + " not this one");
        return true;
      }
      taken.add(new Mail(from, List.copyOf(to), user, encrypted, text.toString()));
      if (fate.equals("drop")) {
        socket.close();
        return false;
      }
      say("250 taken");
      return true;
    }

    private static String decoded(String text) {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    threads.shutdownNow();
  }
}
