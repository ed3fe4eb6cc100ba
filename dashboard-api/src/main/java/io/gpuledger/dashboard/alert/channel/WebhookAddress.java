package io.gpuledger.dashboard.alert.channel;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;

/**
 * Which addresses a channel may have: https (or SMTP) to a public host, so that nobody turns the
 * ledger against the network it stands in. Every resolved address is checked at the moment of
 * connecting.
 */
public final class WebhookAddress {
  private WebhookAddress() {}

  /** Thrown where an address may not be called. */
  public static final class ForbiddenAddress extends UnknownHostException {
    private static final long serialVersionUID = 1;

    ForbiddenAddress(String message) {
      super(message);
    }
  }

  /**
   * Checks the address as written.
   *
   * @throws ForbiddenAddress if it is not an https address without credentials
   */
  public static URI checked(String text, boolean allowPrivate) throws ForbiddenAddress {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new ForbiddenAddress("the webhook is not an address");
    }
    String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw new ForbiddenAddress("the webhook is not a plain http(s) address");
    }
    if (!scheme.equals("https") && !(allowPrivate && scheme.equals("http"))) {
      throw new ForbiddenAddress("the webhook must be an https address");
    }
    return uri;
  }

  /**
   * Checks what a host name resolved to.
   *
   * @throws ForbiddenAddress if any of them is not public
   */
  static List<InetAddress> checked(List<InetAddress> addresses, boolean allowPrivate)
      throws ForbiddenAddress {
    for (InetAddress address : addresses) {
      if (!allowPrivate && !isPublic(address)) {
        throw new ForbiddenAddress(
            "the address resolves to a private one; allowPrivateAddresses of the channel permits"
                + " it");
      }
    }
    return addresses;
  }

  /** Resolves a host name and checks every address that it has. */
  public static List<InetAddress> resolve(String host, boolean allowPrivate)
      throws UnknownHostException {
    return checked(List.of(InetAddress.getAllByName(host)), allowPrivate);
  }

  static boolean isPublic(InetAddress address) {
    if (address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    byte[] bytes = address.getAddress();
    int first = bytes[0] & 0xff;
    int second = bytes[1] & 0xff;
    if (address instanceof Inet4Address) {
      boolean carrierGrade = first == 100 && second >= 64 && second < 128;
      boolean reserved = first == 0 || first >= 240 || (first == 198 && (second & 0xfe) == 18);
      return !carrierGrade && !reserved && !(first == 192 && second == 0 && bytes[2] == 0);
    }
    boolean uniqueLocal = (first & 0xfe) == 0xfc;
    boolean sixToFour = first == 0x20 && second == 0x02;
    // Below 0100::/8 lie the mapped and translated forms of IPv4 addresses.
    return !uniqueLocal && !sixToFour && first != 0;
  }
}
