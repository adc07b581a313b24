// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page of the BPF programs says of their headers and of the kernels that they need. */
class BpfPageTest {
    private static final Path FOLDER = Path.of("../ebpf-harness/src/main/bpf");
    private static final Pattern HEADER = Pattern.compile("`([a-z]+\\.h)`");
    private static final Pattern NAME = Pattern.compile("`([a-z0-9_]+)`");
    private static final Pattern PROGRAM = Pattern.compile(
            "(?m)^EXIT_FAMILY\\(([a-z]+)\\)|^SEC\\(\"[a-z_0-9/]+\"\\)\nint (?:BPF_PROG\\()?([a-z0-9_]+)");
    private static final Pattern INCLUDE = Pattern.compile("(?m)^#include \"(.+)\"$");

    @Test
    void eachHeaderIsInOneLayer() throws IOException {
        assertThat(layers().keySet()).containsExactlyInAnyOrderElementsOf(names(FOLDER.resolve("lib")));
    }

    @Test
    void aHeaderIncludesOnlyWhatIsInALayerAboveItsOwn() throws IOException {
        Map<String, Integer> layers = layers();
        List<String> wrong = new ArrayList<>();
        for (String name : names(FOLDER.resolve("lib"))) {
            for (String included : includes(FOLDER.resolve("lib").resolve(name))) {
                if (layers.getOrDefault(included, Integer.MAX_VALUE) >= layers.getOrDefault(name, 0)) {
                    wrong.add(name + " includes " + included);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void eachProgramIsCompiledAndIncludesNoOther() throws IOException {
        List<String> programs = names(FOLDER).stream()
                .filter(name -> name.endsWith(".bpf.c") && !name.equals("kguard.bpf.c"))
                .toList();
        assertThat(includes(FOLDER.resolve("kguard.bpf.c"))).containsExactlyInAnyOrderElementsOf(programs);
        for (String program : programs) {
            assertThat(includes(FOLDER.resolve(program))).as(program).allMatch(name -> name.startsWith("lib/"));
        }
    }

    @Test
    void thePageSaysWhichKernelEachProgramNeeds() throws IOException {
        List<String> programs = new ArrayList<>();
        for (String file : names(FOLDER)) {
            Matcher program = PROGRAM.matcher(Files.readString(FOLDER.resolve(file)));
            while (program.find()) {
                programs.add(program.group(1) == null ? program.group(2) : "exit_" + program.group(1));
            }
        }
        String page = Files.readString(FOLDER.resolve("README.md"));
        String table = page.substring(page.indexOf("| program |"), page.indexOf("| what is needed |"));
        List<String> listed = table.lines()
                .filter(row -> row.startsWith("| `"))
                .flatMap(row -> NAME.matcher(row.split("\\|", 3)[1]).results())
                .map(name -> name.group(1))
                .toList();
        assertThat(listed).containsExactlyInAnyOrderElementsOf(programs);
    }

    /** The layer of each header: the number that its paragraph of the page begins with. */
    private static Map<String, Integer> layers() throws IOException {
        Map<String, Integer> layers = new HashMap<>();
        int layer = 0;
        for (String line : Files.readAllLines(FOLDER.resolve("README.md"))) {
            if (line.startsWith((layer + 1) + ". ")) {
                layer++;
            } else if (!line.startsWith("   ")) {
                continue;
            }
            Matcher header = HEADER.matcher(line);
            while (header.find()) {
                assertThat(layers.put(header.group(1), layer))
                        .as(header.group(1) + " is listed twice")
                        .isNull();
            }
        }
        return layers;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
        }
    }

    private static List<String> includes(Path file) throws IOException {
        return INCLUDE.matcher(Files.readString(file))
                .results()
                .map(result -> result.group(1))
                .toList();
    }
}
