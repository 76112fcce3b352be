package io.activationgateway.connectors.courier;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** Which addresses are public: the special-purpose blocks of RFC 6890 are not, however an IPv6 address wraps them. */
public final class Egress {

    private static final int IPV4_BYTES = 4;

    private Egress() {}

    /** Whether data may go to this address without an explicit permit. */
    public static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) {
            return false;
        }
        var bytes = address.getAddress();
        return address instanceof Inet4Address ? isPublic4(bytes) : isPublic6(bytes);
    }

    private static boolean isPublic4(byte[] b) {
        int first = b[0] & 0xff;
        int second = b[1] & 0xff;
        int third = b[2] & 0xff;
        boolean special = first == 0
                || first >= 240
                || (first == 100 && second >= 64 && second < 128)
                || (first == 192 && second == 0 && (third == 0 || third == 2))
                || (first == 198 && (second == 18 || second == 19))
                || (first == 198 && second == 51 && third == 100)
                || (first == 203 && second == 0 && third == 113);
        return !special;
    }

    private static boolean isPublic6(byte[] b) {
        int head = (b[0] & 0xff) << 8 | (b[1] & 0xff);
        int next = (b[2] & 0xff) << 8 | (b[3] & 0xff);
        if ((head & 0xfe00) == 0xfc00) {
            return false;
        }
        if (head == 0x2002) {
            return isPublic(embedded(b, 2));
        }
        if (head == 0x2001 && (next == 0 || next == 0x0db8)) {
            return false;
        }
        boolean nat64 = head == 0x0064 && next == 0xff9b;
        return (head != 0 && !nat64) || isPublic(embedded(b, 12));
    }

    private static InetAddress embedded(byte[] b, int from) {
        try {
            return InetAddress.getByAddress(Arrays.copyOfRange(b, from, from + IPV4_BYTES));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
