// SPDX-License-Identifier: Apache-2.0
package io.kguard.capture;

import io.kguard.event.ProcessEntry;
import io.kguard.event.StateSink;

/** Reads a list of threads. Each version appended fields; the current one contains the length of an entry. */
final class ProcessList {
    /** The length of the rest of an entry of the current version that lacks the fields before the login user. */
    private static final int LONGEST_OLD_TAIL = 29;

    private final BlockCursor in;
    private final StateSink state;

    ProcessList(BlockCursor in, StateSink state) {
        this.in = in;
        this.state = state;
    }

    void read(int code) throws CaptureException {
        int version = version(code);
        while (in.remaining() >= 4) {
            int start = in.position();
            int end = version >= 9 ? start + in.i32() : 0;
            ProcessEntry.Builder entry = entry(version);
            if (version >= 9) {
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

    private ProcessEntry.Builder entry(int version) throws CaptureException {
        long tid = in.i64();
        long pid = in.i64();
        ProcessEntry.Builder entry = ProcessEntry.builder(tid, pid).ptid(in.i64());
        if (version >= 6) {
            entry.sid(in.i64());
        }
        if (version >= 8) {
            entry.vpgid(in.i64());
        }
        entry.comm(in.text()).exe(in.text());
        if (version >= 7) {
            entry.exepath(in.text());
        }
        entry.args(in.text()).cwd(in.text()).fdLimit(in.i64()).flags(in.i32());
        entry.uid(in.i32()).gid(in.i32());
        if (version >= 2) {
            entry.vmSize(in.i32()).vmRss(in.i32()).vmSwap(in.i32());
            entry.majorFaults(in.i64()).minorFaults(in.i64());
        }
        if (version >= 3) {
            entry.env(in.text());
        }
        if (version >= 4) {
            entry.vtid(in.i64()).vpid(in.i64()).cgroups(in.text());
        }
        if (version >= 5) {
            entry.root(in.text());
        }
        return entry;
    }

    private void tail(ProcessEntry.Builder entry, int end) throws CaptureException {
        if (end - in.position() > LONGEST_OLD_TAIL) {
            entry.pidnsInitStart(in.i64()).tty(in.i32());
        }
        if (fits(4, end)) {
            entry.loginUid(in.i32());
        }
        if (fits(1, end)) {
            entry.exeWritable(in.bool());
        }
        if (fits(8, end)) {
            entry.capInheritable(in.i64());
        }
        if (fits(8, end)) {
            entry.capPermitted(in.i64());
        }
        if (fits(8, end)) {
            entry.capEffective(in.i64());
        }
        if (fits(1, end)) {
            entry.exeUpperLayer(in.bool());
        }
        if (fits(8, end)) {
            entry.exeInode(in.i64());
        }
        if (fits(8, end)) {
            entry.exeChangeTime(in.i64());
        }
        if (fits(8, end)) {
            entry.exeModificationTime(in.i64());
        }
        if (fits(1, end)) {
            entry.exeFromMemfd(in.bool());
        }
        if (fits(1, end)) {
            entry.exeLowerLayer(in.bool());
        }
        if (fits(8, end)) {
            entry.pgid(in.i64());
        }
    }

    private boolean fits(int size, int end) {
        return end - in.position() >= size;
    }
}
