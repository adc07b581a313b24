// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.event.FlagTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kernel's numbers for the names by which Falco calls flags and constants. Most are the same as Falco's numbers. */
final class KernelNumbers {
    private static final Map<String, Map<String, Long>> OTHERS = Map.of(
            "file_flags",
            NamedNumbers.OPEN_FLAGS.and(table("O_NONE 0 O_F_CREATED 0x40 FD_UPPER_LAYER 0 FD_LOWER_LAYER 0")),
            "clone_flags",
            table("""
                    CLONE_VM 0x100 CLONE_FS 0x200 CLONE_FILES 0x400 CLONE_SIGHAND 0x800 CLONE_PTRACE 0x2000
                    CLONE_VFORK 0x4000 CLONE_PARENT 0x8000 CLONE_THREAD 0x10000 CLONE_NEWNS 0x20000
                    CLONE_SYSVSEM 0x40000 CLONE_SETTLS 0x80000 CLONE_PARENT_SETTID 0x100000
                    CLONE_CHILD_CLEARTID 0x200000 CLONE_UNTRACED 0x800000 CLONE_CHILD_SETTID 0x1000000
                    CLONE_NEWCGROUP 0x2000000 CLONE_NEWUTS 0x4000000 CLONE_NEWIPC 0x8000000 CLONE_NEWUSER 0x10000000
                    CLONE_NEWPID 0x20000000 CLONE_NEWNET 0x40000000 CLONE_IO 0x80000000
                    """),
            "ptrace_requests",
            table("""
                    PTRACE_TRACEME 0 PTRACE_PEEKTEXT 1 PTRACE_PEEKDATA 2 PTRACE_PEEKUSR 3 PTRACE_POKETEXT 4
                    PTRACE_POKEDATA 5 PTRACE_POKEUSR 6 PTRACE_CONT 7 PTRACE_KILL 8 PTRACE_SINGLESTEP 9
                    PTRACE_GETREGS 12 PTRACE_SETREGS 13 PTRACE_ATTACH 16 PTRACE_DETACH 17 PTRACE_SYSCALL 24
                    PTRACE_SETOPTIONS 0x4200 PTRACE_GETEVENTMSG 0x4201 PTRACE_GETREGSET 0x4204 PTRACE_SEIZE 0x4206
                    PTRACE_INTERRUPT 0x4207
                    """));

    private KernelNumbers() {}

    private static Map<String, Long> table(String text) {
        Map<String, Long> table = new LinkedHashMap<>();
        String[] words = text.strip().split("\\s+", -1);
        for (int i = 0; i < words.length; i += 2) {
            table.put(words[i], Long.decode(words[i + 1]));
        }
        return table;
    }

    /**
     * The number of names that are joined with {@code |}, or of Falco's number.
     *
     * @param table the name of Falco's table
     * @return empty if a name is unknown, or the kernel has no number for it
     */
    static Optional<Long> of(String table, String text) {
        Map<String, Long> known = new LinkedHashMap<>();
        List<FlagTable.Entry> falco = FlagTable.of(table).entries();
        falco.forEach(entry -> known.putIfAbsent(entry.name(), entry.value()));
        Map<String, Long> kernel = OTHERS.getOrDefault(table, known);
        long all = 0;
        for (String part : text.split("\\|", -1)) {
            String name = part.strip();
            Optional<Long> number = Optional.ofNullable(kernel.get(name));
            if (number.isEmpty() && NamedNumbers.PLAIN.parse(name).isPresent()) {
                number = ofFalco(NamedNumbers.PLAIN.parse(name).get(), falco, known, kernel);
            }
            if (number.isEmpty()) {
                return Optional.empty();
            }
            all |= number.get();
        }
        return Optional.of(all);
    }

    private static Optional<Long> ofFalco(
            long number, List<FlagTable.Entry> falco, Map<String, Long> known, Map<String, Long> kernel) {
        if (kernel == known) {
            return Optional.of(number);
        }
        Optional<Long> exact = falco.stream()
                .filter(entry -> entry.value() == number && kernel.containsKey(entry.name()))
                .map(entry -> kernel.get(entry.name()))
                .findFirst();
        if (exact.isPresent()) {
            return exact;
        }
        long all = 0;
        long left = number;
        for (FlagTable.Entry entry : falco) {
            Long value = kernel.get(entry.name());
            if (value != null && entry.value() != 0 && (left & entry.value()) == entry.value()) {
                all |= value;
                left &= ~entry.value();
            }
        }
        return left == 0 ? Optional.of(all) : Optional.empty();
    }

    /** The number of an error such as {@code ENOENT}, {@code -2} or {@code 2}; empty if there is none. */
    static Optional<Integer> error(String text) {
        String name = text.startsWith("-") ? text.substring(1) : text;
        for (FlagTable.Entry entry : FlagTable.of("errno").entries()) {
            if (entry.name().equals(name) || String.valueOf(entry.value()).equals(name)) {
                return Optional.of((int) entry.value());
            }
        }
        return Optional.empty();
    }
}
