// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.image;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a 64-bit ELF file needs to run.
 *
 * @param interpreter the dynamic loader; empty for a static program or a library
 * @param needed names of shared libraries
 * @param runPath folders in which to search them before the system's
 */
record ElfFile(String interpreter, List<String> needed, List<String> runPath) {
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int PT_INTERP = 3;
    private static final int DT_NEEDED = 1;
    private static final int DT_STRTAB = 5;
    private static final int DT_RPATH = 15;
    private static final int DT_RUNPATH = 29;

    /** Reads a file. Empty if it is not an ELF file. */
    static Optional<ElfFile> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < 64) {
                return Optional.empty();
            }
            ByteBuffer elf = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            if (elf.getInt(0) != 0x7f454c46 || elf.get(4) != 2) {
                return Optional.empty();
            }
            elf.order(elf.get(5) == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
            return Optional.of(parse(elf));
        }
    }

    private record Segment(int type, long offset, long address, long size) {}

    private static ElfFile parse(ByteBuffer elf) {
        List<Segment> segments = new ArrayList<>();
        int at = (int) elf.getLong(32);
        int size = elf.getShort(54);
        for (int i = 0, count = elf.getShort(56); i < count; i++, at += size) {
            segments.add(new Segment(elf.getInt(at), elf.getLong(at + 8), elf.getLong(at + 16), elf.getLong(at + 32)));
        }
        String interpreter = "";
        List<String> needed = new ArrayList<>();
        List<String> runPath = new ArrayList<>();
        for (Segment segment : segments) {
            if (segment.type == PT_INTERP) {
                interpreter = text(elf, segment.offset);
            } else if (segment.type == PT_DYNAMIC) {
                readDynamic(elf, segment, segments, needed, runPath);
            }
        }
        return new ElfFile(interpreter, List.copyOf(needed), List.copyOf(runPath));
    }

    private static void readDynamic(
            ByteBuffer elf, Segment dynamic, List<Segment> segments, List<String> needed, List<String> runPath) {
        long strings = 0;
        for (long at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
            if (elf.getLong((int) at) == DT_STRTAB) {
                strings = fileOffset(segments, elf.getLong((int) at + 8));
            }
        }
        for (long at = dynamic.offset; at < dynamic.offset + dynamic.size; at += 16) {
            int tag = (int) elf.getLong((int) at);
            if (tag == DT_NEEDED) {
                needed.add(text(elf, strings + elf.getLong((int) at + 8)));
            } else if (tag == DT_RPATH || tag == DT_RUNPATH) {
                runPath.addAll(List.of(
                        text(elf, strings + elf.getLong((int) at + 8)).split(":")));
            }
        }
    }

    private static long fileOffset(List<Segment> segments, long address) {
        for (Segment segment : segments) {
            if (segment.type == PT_LOAD && address >= segment.address && address < segment.address + segment.size) {
                return address - segment.address + segment.offset;
            }
        }
        return address;
    }

    private static String text(ByteBuffer elf, long offset) {
        int end = (int) offset;
        while (elf.get(end) != 0) {
            end++;
        }
        byte[] bytes = new byte[end - (int) offset];
        elf.get((int) offset, bytes);
        return new String(bytes, ISO_8859_1);
    }
}
