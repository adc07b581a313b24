// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kguard.event.EventCodes;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.Syscall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of system calls has the kernel's numbers for each architecture. */
class SystemCallNumbersTest {
    /** Calls of x86-64 that aarch64 has never had; programs there use those with "at" in their names, and the like. */
    private static final List<String> OLD =
            List.of("open", "creat", "chmod", "rename", "mkdir", "rmdir", "unlink", "symlink", "link", "fork", "vfork");

    private static Map<String, Integer> inTable(int column) throws IOException {
        Map<String, Integer> numbers = new TreeMap<>();
        try (InputStream in = CallTable.class.getResourceAsStream("syscall-numbers.tsv")) {
            for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(text -> !text.startsWith("#"))
                    .toList()) {
                String[] columns = line.split("\t", -1);
                if (!columns[column].isEmpty()) {
                    numbers.put(columns[0], Integer.parseInt(columns[column]));
                }
            }
        }
        return numbers;
    }

    private static Map<String, Integer> inHeader(Path header) throws IOException {
        Map<String, Integer> numbers = new TreeMap<>();
        Matcher line = Pattern.compile("(?m)^#define __NR_(\\w+) (\\d+)$").matcher(Files.readString(header));
        while (line.find()) {
            numbers.put(line.group(1), Integer.parseInt(line.group(2)));
        }
        return numbers;
    }

    @ParameterizedTest
    @CsvSource({"1, /usr/include/x86_64-linux-gnu/asm/unistd_64.h", "2, /usr/aarch64-linux-gnu/include/asm/unistd_64.h"
    })
    void theNumbersAreTheKernels(int column, Path header) throws IOException {
        assumeTrue(Files.exists(header), header + " is not installed");
        Map<String, Integer> kernel = inHeader(header);
        Map<String, Integer> table = inTable(column);
        assertThat(kernel).hasSizeGreaterThan(300);
        assertThat(table).hasSizeGreaterThan(250);
        Map<String, Integer> newer = new TreeMap<>(table);
        newer.keySet().removeAll(kernel.keySet());
        assertThat(kernel).containsAllEntriesOf(without(table, newer));
        /* What the header lacks came with a later kernel; but for uprobe its numbers are the same everywhere. */
        assertThat(newer.values()).allMatch(number -> number > 424 || number == 336);
        for (Syscall call : Syscall.all()) {
            if (kernel.containsKey(call.name())) {
                assertThat(table).containsKey(call.name());
            }
        }
    }

    private static Map<String, Integer> without(Map<String, Integer> all, Map<String, Integer> some) {
        Map<String, Integer> rest = new TreeMap<>(all);
        rest.keySet().removeAll(some.keySet());
        return rest;
    }

    @Test
    void aarch64HasTheNewCallsOfWhichTheOldOnesAreMissing() throws IOException {
        assertThat(inTable(2)).doesNotContainKeys(OLD.toArray(String[]::new));
        assertThat(inTable(2))
                .containsKeys("openat", "fchmodat", "renameat2", "mkdirat", "unlinkat", "symlinkat", "linkat", "clone");
        List<String> recorded = new CallTable(FalcoVersion.CURRENT, "aarch64")
                .recordedTypes().stream().map(EventType::name).toList();
        assertThat(recorded).doesNotContainAnyElementsOf(OLD);
        assertThat(recorded).contains("openat", "fchmodat", "renameat2", "mkdirat", "unlinkat", "clone", "execve");
        assertThat(new CallTable(FalcoVersion.CURRENT, "x86_64")
                        .recordedTypes().stream().map(EventType::name).toList())
                .containsAll(OLD);
    }

    /** A new call with an event of its own is recorded only if its row names the program. */
    @Test
    void everyCallWithItsOwnEventHasAFamily() {
        List<String> without = CallTable.ROWS.stream()
                .map(row -> Syscall.named(row[0], FalcoVersion.CURRENT))
                .filter(call -> call != null && Family.of(CallTable.exitCode(call, FalcoVersion.CURRENT)) == null)
                .filter(call -> CallTable.exitCode(call, FalcoVersion.CURRENT) != 0)
                .map(Syscall::name)
                .toList();
        assertThat(without).isEmpty();
        assertThat(Family.of(EventCodes.OPENAT2_X)).isEqualTo(Family.OPEN);
        assertThat(Family.USER_FAULTS.codes()).containsExactly(EventCodes.PAGE_FAULT_E);
    }

    @Test
    void anOlderFalcoHasACallWithoutItsOwnEventsAsAnyOther() {
        Syscall call = new Syscall(392, "close_range", List.of(0, 1, 451), FalcoVersion.V0_40);
        assertThat(CallTable.exitCode(call, FalcoVersion.V0_40)).isEqualTo(1);
        assertThat(CallTable.exitCode(call, FalcoVersion.CURRENT)).isEqualTo(451);
    }
}
