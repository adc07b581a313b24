// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The kernel's BPF programs, maps and links. The kernel does not reuse their ids soon.
 *
 * @param program asks the kernel
 */
record BpfObjects(Path program) {
    private static final Path SOURCE = Path.of("src/test/c/bpf_objects.c");
    private static final Pattern NUMBER = Pattern.compile("(?m)^(prog|map|link)_id:\\s*(\\d+)$");

    /** Builds the program in a folder. */
    static BpfObjects in(Path folder) throws IOException, InterruptedException {
        Path program = folder.resolve("bpf_objects");
        List<String> command = List.of("cc", "-Wall", "-Werror", "-o", program.toString(), SOURCE.toString());
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
        return new BpfObjects(program);
    }

    /** The objects that a process holds, such as {@code prog 12}. */
    static Set<String> heldBy(long pid) {
        Set<String> objects = new TreeSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/" + pid + "/fdinfo"))) {
            descriptors.forEach(descriptor -> {
                Matcher number = NUMBER.matcher(text(descriptor));
                while (number.find()) {
                    objects.add(number.group(1) + " " + number.group(2));
                }
            });
        } catch (IOException e) {
            return objects; // it has ended
        }
        return objects;
    }

    private static String text(Path descriptor) {
        try {
            return Files.readString(descriptor, ISO_8859_1);
        } catch (IOException e) {
            return ""; // it was closed
        }
    }

    /** The given objects that still exist. */
    List<String> existing(Set<String> objects) throws IOException {
        Process process = new ProcessBuilder(program.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(String.join("\n", objects).getBytes(ISO_8859_1));
        }
        List<String> answer = new String(process.getInputStream().readAllBytes(), ISO_8859_1)
                .lines()
                .toList();
        assertThat(process.onExit().join().exitValue()).isZero();
        return answer;
    }
}
