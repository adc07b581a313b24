// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs that were linked against a newer library run with an older one. Both libraries have the names of glibc's versions, so that
 * the tests do not depend on the glibc of this machine.
 */
class OlderGlibcTest {
    private static final String FIRST = System.getProperty("os.arch").equals("aarch64") ? "GLIBC_2.17" : "GLIBC_2.2.5";
    private static final String OLD = "int first(void) { return 0; } int strtol(void) { return 42; }";
    private static final int CANNOT_START = 1;

    @TempDir
    private Path folder;

    @BeforeEach
    void makeLibraries() throws Exception {
        library("older", OLD, FIRST + " { first; strtol; };");
        library(
                "newer",
                OLD + " int __isoc23_strtol(void) { return 43; } int strlcpy(void) { return 44; }",
                FIRST + " { first; strtol; }; GLIBC_2.38 { __isoc23_strtol; strlcpy; };");
    }

    private void library(String name, String source, String versions) throws Exception {
        Path place = Files.createDirectory(folder.resolve(name));
        Path map = Files.writeString(place.resolve("versions"), versions);
        compile(
                source,
                place.resolve("libsome.so"),
                List.of("-fPIC", "-shared", "-Wl,-soname,libsome.so", "-Wl,--version-script=" + map));
    }

    private void compile(String source, Path result, List<String> options) throws Exception {
        Path file = Files.writeString(folder.resolve("source.c"), source);
        List<String> words =
                new ArrayList<>(List.of("gcc", "-w", "-fno-builtin", file.toString(), "-o", result.toString()));
        words.addAll(options);
        int status = run(folder, words);
        assertThat(status).as(Files.readString(folder.resolve("output"))).isZero();
    }

    private Path program(String called) throws Exception {
        Path program = folder.resolve("program");
        compile(
                "int first(void); int " + called + "(void); int main(void) { return first() + " + called + "(); }",
                program,
                List.of(folder.resolve("newer/libsome.so").toString()));
        return program;
    }

    /** The exit status of a command, for which libraries are in this folder. */
    private int run(Path libraries, List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
        return builder.start().waitFor();
    }

    @Test
    void aProgramOfANewerLibraryRunsWithAnOlderOne() throws Exception {
        List<String> program = List.of(program("__isoc23_strtol").toString());
        Path older = folder.resolve("older");
        assertThat(run(folder.resolve("newer"), program)).isEqualTo(43);
        assertThat(run(older, program)).isEqualTo(CANNOT_START);
        assertThat(Files.readString(folder.resolve("output"))).contains("GLIBC_2.38");

        OlderGlibc.main(program.toArray(String[]::new));

        assertThat(run(older, program)).isEqualTo(42);
        assertThat(run(folder.resolve("newer"), program)).isEqualTo(42);
    }

    @Test
    void aProgramThatUsesMoreOfANewerLibraryIsRefused() throws Exception {
        Path program = program("strlcpy");
        byte[] before = Files.readAllBytes(program);
        assertThatThrownBy(() -> OlderGlibc.main(new String[] {program.toString()}))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(program + " can't be made to run on glibc 2.35: it uses strlcpy");
        assertThat(Files.readAllBytes(program)).isEqualTo(before);
    }

    @Test
    void aProgramOfTheOlderLibraryStaysAsItIs() throws Exception {
        Path program = program("strtol");
        byte[] before = Files.readAllBytes(program);
        OlderGlibc.main(new String[] {program.toString()});
        assertThat(Files.readAllBytes(program)).isEqualTo(before);
    }

    @Test
    void whatIsNoLibraryIsRefused() throws IOException {
        Path text = Files.write(folder.resolve("text"), "no library".repeat(100).getBytes(UTF_8));
        assertThatThrownBy(() -> OlderGlibc.main(new String[] {text.toString()}))
                .hasMessageContaining("not a library for x86-64 or aarch64");
    }
}
