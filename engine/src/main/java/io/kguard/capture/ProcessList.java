// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.event.StateSink;

/** Reads a list of threads. Each version appended fields; the current one contains the length of an entry. */
final class ProcessList {
    /** The length of the rest of an entry of the current version that lacks the fields before the login user. */
    private static final int LONGEST_OLD_TAIL = 29;

    /** The current version. */
    private static final int WITH_LENGTH = 9;

    private final BlockCursor in;
    private final StateSink state;

    ProcessList(BlockCursor in, StateSink state) {
        this.in = in;
        this.state = state;
    }

    void read(int code) throws CaptureException {
        int version = version(code);
        boolean withLength = version >= WITH_LENGTH;
        while (in.remaining() >= 4) {
            int start = in.position();
            int end = withLength ? start + in.i32() : 0;
            ProcessEntry.Builder entry = ProcessEntry.builder();
            for (Part part : Part.values()) {
                if (part.since() < WITH_LENGTH && part.since() <= version) {
                    part(entry, part);
                }
            }
            if (withLength) {
                tail(entry, end);
                in.moveTo(end);
            }
            state.entry(entry.build());
        }
    }

    private static int version(int code) {
        return switch (code) {
            case 0x202, 0x8000ABCD -> 1;
            case 0x207, 0x8013ABCD -> 2;
            case 0x209, 0x8014ABCD -> 3;
            default -> code - 0x210 + 4;
        };
    }

    private void part(ProcessEntry.Builder entry, Part part) throws CaptureException {
        switch (part.size()) {
            case 0 -> entry.set(part, in.text());
            case 1 -> entry.set(part, in.bool());
            case 4 -> entry.set(part, in.i32());
            default -> entry.set(part, in.i64());
        }
    }

    /** The parts that an entry of the current version has, as far as its length says. */
    private void tail(ProcessEntry.Builder entry, int end) throws CaptureException {
        boolean old = end - in.position() <= LONGEST_OLD_TAIL;
        for (Part part : Part.values()) {
            boolean given =
                    part == Part.PIDNS_INIT_START || part == Part.TTY ? !old : end - in.position() >= part.size();
            if (part.since() == WITH_LENGTH && given) {
                part(entry, part);
            }
        }
    }
}
