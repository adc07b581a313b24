// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The system calls of x86-64's 32-bit interface that match one of the machine's own. As in Falco they produce the same
 * event, unless their arguments have another form.
 */
final class ForeignCalls {
    private static final String DIFFERS = "*";

    /** The meanings of the first argument of socketcall, from 1. */
    private static final List<String> SOCKET_CALLS = List.of(
            "socket",
            "bind",
            "connect",
            "listen",
            "accept",
            "getsockname",
            "getpeername",
            "socketpair",
            "sendto" + DIFFERS, // send
            "recvfrom" + DIFFERS, // recv
            "sendto",
            "recvfrom",
            "shutdown",
            "setsockopt",
            "getsockopt",
            "sendmsg" + DIFFERS,
            "recvmsg" + DIFFERS,
            "accept4",
            "recvmmsg" + DIFFERS,
            "sendmmsg" + DIFFERS);

    private record Same(int number, int own) {}

    private final List<Same> calls = new ArrayList<>();

    /**
     * Adds the calls that match one of the machine's own.
     *
     * @param numbers their numbers, separated by commas, each with a * if its arguments have another form
     * @param own the number of the machine's own call
     */
    void add(String numbers, int own) {
        for (String number : numbers.isEmpty() ? new String[0] : numbers.split(",", -1)) {
            calls.add(new Same(Integer.parseInt(number.replace(DIFFERS, "")), entry(number, own)));
        }
    }

    /** Writes both tables in the layout that the BPF programs read. */
    void writeTo(ByteBuffer settings, Map<String, Integer> numbers) {
        for (Same call : calls) {
            settings.putShort(Layout.SETTINGS_CALLS_32BIT + call.number() * Short.BYTES, (short) call.own());
        }
        for (int i = 0; i < SOCKET_CALLS.size() && !calls.isEmpty(); i++) {
            String name = SOCKET_CALLS.get(i);
            Integer own = numbers.get(name.replace(DIFFERS, ""));
            int at = Layout.SETTINGS_SOCKET_CALLS + (i + 1) * Short.BYTES;
            settings.putShort(at, (short) entry(name, Objects.requireNonNull(own)));
        }
    }

    private static int entry(String name, int own) {
        return own + 1 | (name.endsWith(DIFFERS) ? Layout.CALL_DIFFERS : 0);
    }
}
