// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventTable;
import io.kguard.event.EventType;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ParamType;
import io.kguard.event.Syscall;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The table says of every system call how what it takes from memory is taken. */
@Tag("trust")
class TakenArgumentsTest {
    private static final Set<String> COMPARED =
            Set.of("name", "string", "how", "flags", "bytes", "vectors", "address", "message", "messages");
    private static final Set<String> OTHERS =
            Set.of("control", "controls", "copy", "fd", "dir", "cwd", "exit", "kernel", "hidden", "blind", "-", ".");

    /** Parameters that can only come from memory or the kernel's structures. */
    private static final Set<ParamType> FROM_MEMORY = EnumSet.of(
            ParamType.FSPATH,
            ParamType.FSRELPATH,
            ParamType.CHARBUF,
            ParamType.BYTEBUF,
            ParamType.SOCKADDR,
            ParamType.SOCKTUPLE,
            ParamType.FDLIST);

    private static List<String> words(String name) {
        return TakenArguments.all().get(name).how().stream()
                .map(word -> word.replaceAll("\\(.*", ""))
                .toList();
    }

    private static Set<String> namesIn(Path file, Pattern pattern) throws IOException {
        Set<String> names = new TreeSet<>();
        pattern.matcher(Files.readString(file, StandardCharsets.ISO_8859_1))
                .results()
                .map((MatchResult result) -> result.group(1))
                .forEach(names::add);
        return names;
    }

    private static Set<String> recorded() throws IOException {
        Set<String> names = new TreeSet<>();
        try (InputStream in = CallTable.class.getResourceAsStream("syscall-numbers.tsv")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> names.add(line.substring(0, line.indexOf('\t'))));
        }
        return names;
    }

    /** Also a call that a later kernel or Falco adds: its row says what it takes. */
    @Test
    void everySystemCallHasARow() throws IOException {
        Set<String> calls = recorded();
        Path header = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
        if (Files.exists(header)) {
            calls.addAll(namesIn(header, Pattern.compile("#define __NR_(\\w+)")));
        }
        /* Names that no kernel has ever implemented. */
        calls.removeAll(Set.of("afs_syscall", "putpmsg", "security", "tuxcall", "vserver"));
        assertThat(calls).hasSizeGreaterThan(350);
        assertThat(TakenArguments.all().keySet()).containsExactlyInAnyOrderElementsOf(calls);
    }

    @Test
    void everyWordIsKnownAndFitsItsSlots() {
        TakenArguments.all().forEach((name, row) -> {
            assertThat(words(name))
                    .as(name)
                    .isNotEmpty()
                    .allMatch(word -> COMPARED.contains(word) || OTHERS.contains(word));
            assertThat(words(name).stream()
                            .filter(word -> COMPARED.contains(word) || word.equals("."))
                            .count())
                    .as(name)
                    .isLessThanOrEqualTo(TakenArguments.SLOTS);
            assertThat(row.memory().isEmpty()).as(name).isEqualTo(words(name).contains("-"));
            row.slots();
            row.base();
        });
    }

    /** An event with a path, an address or data has it from somewhere. */
    @Test
    void noParameterThatARuleSeesIsLeftOut() {
        EventTable table = EventTable.of(FalcoVersion.CURRENT);
        List<String> missing = new ArrayList<>();
        for (Syscall syscall : Syscall.all()) {
            int code = CallTable.exitCode(syscall, FalcoVersion.CURRENT);
            Family family = Family.of(code);
            TakenArguments row = TakenArguments.all().get(syscall.name());
            if (code == 0 || family == null || family == Family.GENERIC || family == Family.CLONE || row == null) {
                continue;
            }
            EventType type = table.type(code);
            boolean shows = type.params().stream().anyMatch(param -> FROM_MEMORY.contains(param.type()));
            List<String> words = words(syscall.name());
            if (shows
                    && words.stream()
                            .noneMatch(word -> COMPARED.contains(word)
                                    || Set.of("exit", "kernel").contains(word))) {
                missing.add(syscall.name());
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Paths and addresses that a rule sees are compared, or come from the kernel. */
    @Test
    void everyPathAndAddressIsCompared() {
        EventTable table = EventTable.of(FalcoVersion.CURRENT);
        List<String> missing = new ArrayList<>();
        for (Syscall syscall : Syscall.all()) {
            int code = CallTable.exitCode(syscall, FalcoVersion.CURRENT);
            Family family = Family.of(code);
            TakenArguments row = TakenArguments.all().get(syscall.name());
            if (code == 0
                    || row == null
                    || (family != Family.PATHS && family != Family.OPEN && family != Family.SOCKETS)) {
                continue;
            }
            List<String> words = words(syscall.name());
            long paths = table.type(code).params().stream()
                    .filter(param -> param.type() == ParamType.FSPATH
                            || param.type() == ParamType.FSRELPATH
                            || param.type() == ParamType.SOCKADDR)
                    .count();
            long compared = words.stream()
                    .filter(word -> word.equals("name") || word.equals("address"))
                    .count();
            if (paths > compared && !words.contains("kernel")) {
                missing.add(syscall.name());
            }
        }
        assertThat(missing).isEmpty();
    }

    /** Calls that open a blind spot, and no others, say so. */
    @Test
    void whatIsBlindIsWatched() {
        for (Syscall syscall : Syscall.all()) {
            TakenArguments row = TakenArguments.all().get(syscall.name());
            if (row != null && words(syscall.name()).contains("blind")) {
                assertThat(WatchedCall.of(syscall)).as(syscall.name()).isPositive();
            }
        }
    }
}
