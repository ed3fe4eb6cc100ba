package io.gpuledger.dashboard.alert.channel;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import javax.net.SocketFactory;

/** Makes sockets that connect to addresses that may be called only. */
final class GuardedSockets extends SocketFactory {
  private final boolean allowPrivate;

  GuardedSockets(boolean allowPrivate) {
    this.allowPrivate = allowPrivate;
  }

  private static final class GuardedSocket extends Socket {
    private final boolean allowPrivate;

    private GuardedSocket(boolean allowPrivate) {
      this.allowPrivate = allowPrivate;
    }

    @Override
    public void connect(SocketAddress endpoint, int millis) throws IOException {
      if (!(endpoint instanceof InetSocketAddress address) || address.getAddress() == null) {
        throw new UnknownHostException("the mail server's name is not known");
      }
      List<InetAddress> unused =
          WebhookAddress.checked(List.of(address.getAddress()), allowPrivate);
      super.connect(endpoint, millis);
    }
  }

  @Override
  public Socket createSocket() {
    return new GuardedSocket(allowPrivate);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected(new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return createSocket(host, port);
  }

  private Socket connected(InetSocketAddress address) throws IOException {
    Socket socket = createSocket();
    socket.connect(address);
    return socket;
  }
}
