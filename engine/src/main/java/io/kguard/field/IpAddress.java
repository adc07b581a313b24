package io.kguard.field;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address.
 *
 * @param family 4 or 6
 * @param high the first 8 bytes of an IPv6 address, else 0
 * @param low the last 8 bytes, or the 4 of an IPv4 address
 */
record IpAddress(int family, long high, long low) {
    private static final Pattern NUMERIC = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /** The address that a text is, null if it is none. */
    static @Nullable IpAddress parse(String text) {
        if (!NUMERIC.matcher(text).matches()) {
            return null;
        }
        try {
            byte[] bytes = InetAddress.getByName(text).getAddress(); // a numeric text: nobody is asked
            BigInteger number = new BigInteger(1, bytes);
            return bytes.length == 4
                    ? new IpAddress(4, 0, number.longValue())
                    : new IpAddress(6, number.shiftRight(Long.SIZE).longValue(), number.longValue());
        } catch (UnknownHostException e) {
            return null; // such as 1.2.3.456
        }
    }
}
