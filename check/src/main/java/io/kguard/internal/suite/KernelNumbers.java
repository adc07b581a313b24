// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import io.kguard.event.FlagTable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The kernel's numbers for the names by which Falco calls flags and constants. Most are the same as Falco's numbers. */
final class KernelNumbers {
    private KernelNumbers() {}

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
        Map<String, Long> kernel = NumberTables.OF_MACHINE.getOrDefault(table, known);
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
