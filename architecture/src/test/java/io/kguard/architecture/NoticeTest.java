// SPDX-License-Identifier: Apache-2.0
package io.kguard.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The notice names everything in the jars from other projects, with version and licence. */
class NoticeTest {
    private static final Path NOTICE = Path.of("../NOTICE");
    private static final Path LIBRARIES = Path.of("../ebpf-harness/target/classes/io/kguard/internal/sensor/native");
    private static final Path PROGRAMS = Path.of("../sandbox/target/classes/io/kguard/internal/sandbox/runtime");

    /** The libraries in the jar by file name, and the packages that contain them. */
    private static final Map<String, List<String>> PACKAGES = Map.of(
            "libbpf.so.1", List.of("libbpf", "libbpf1"),
            "libelf.so.1", List.of("libelf", "libelf1t64"),
            "libz.so.1", List.of("zlib", "zlib1g"),
            "libzstd.so.1", List.of("Zstandard", "libzstd1"));

    /** A static program in the same jar, which contains the C library. */
    private static final String STATIC = "kguard-canary";

    /** The names and versions in the project's notice. */
    private static Map<String, String> listed() throws IOException {
        Map<String, String> listed = new LinkedHashMap<>();
        Matcher line =
                Pattern.compile("(?m)^  (\\w+) +(\\d[.\\d]*) +Copyright .*;").matcher(Files.readString(NOTICE));
        while (line.find()) {
            listed.put(line.group(1), line.group(2));
        }
        return listed;
    }

    /** The version of an installed package, without epoch, revision and suffixes; empty if there is no dpkg. */
    private static String installed(String name) throws IOException {
        if (!Files.isExecutable(Path.of("/usr/bin/dpkg-query"))) {
            return "";
        }
        Process query = new ProcessBuilder("dpkg-query", "-W", "-f", "${Version}", name)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (InputStream output = query.getInputStream()) {
            return new String(output.readAllBytes(), UTF_8)
                    .replaceFirst("^.*\\+really|^\\d+:", "")
                    .replaceFirst("[-+].*", "");
        }
    }

    private static boolean isReleaseMachine() throws IOException {
        Path release = Path.of("/etc/os-release");
        String text = Files.exists(release) ? Files.readString(release) : "";
        return text.contains("\nID=debian\n") && text.contains("VERSION_ID=\"13\"");
    }

    @Test
    void everyLibraryOfTheJarIsListed() throws IOException {
        try (Stream<Path> files = Files.walk(LIBRARIES)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String name = file.getFileName().toString();
                if (name.equals(STATIC)) {
                    assertThat(Files.readString(file.resolveSibling("NOTICE")))
                            .containsPattern("==== libc6\\S* \\S+, as this Linux");
                } else if (!name.matches("libkguard\\.so|kguard\\.bpf\\.o|NOTICE")) {
                    assertThat(PACKAGES).as("what carries %s", file).containsKey(name);
                    assertThat(listed()).containsKey(PACKAGES.get(name).get(0));
                    assertThat(Files.readString(file.resolveSibling("NOTICE")))
                            .containsPattern("==== " + PACKAGES.get(name).get(1).replace("t64", "")
                                    + "(t64)? \\S+, as this Linux");
                }
            }
        }
    }

    @Test
    void staticProgramsCarryTheNoticeOfTheirCLibrary() throws IOException {
        try (Stream<Path> folders = Files.list(PROGRAMS)) {
            List<Path> architectures = folders.filter(
                            folder -> folder.getFileName().toString().startsWith("linux-"))
                    .toList();
            assertThat(architectures).isNotEmpty();
            for (Path folder : architectures) {
                assertThat(Files.readString(folder.resolve("NOTICE")))
                        .containsPattern("==== libc6\\S* \\S+, as this Linux")
                        .contains("GNU C Library");
            }
        }
    }

    @Test
    void whatIsBuiltOnTheMachineOfReleasesHasTheVersionsThatAreListed() throws IOException {
        if (isReleaseMachine()) {
            Map<String, String> listed = listed();
            for (List<String> library : PACKAGES.values()) {
                assertThat(listed).containsEntry(library.get(0), installed(library.get(1)));
            }
            assertThat(listed).containsEntry("glibc", installed("libc6-dev"));
            assertThat(listed).containsEntry("libgcc", installed("libgcc-14-dev"));
        }
    }
}
