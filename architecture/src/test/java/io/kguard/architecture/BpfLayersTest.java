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

/** The headers of the BPF programs have the layers that their page lists, and include only what is above them. */
class BpfLayersTest {
    private static final Path FOLDER = Path.of("../ebpf-harness/src/main/bpf");
    private static final Pattern HEADER = Pattern.compile("`([a-z]+\\.h)`");
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
