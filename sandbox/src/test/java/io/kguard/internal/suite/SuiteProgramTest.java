// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.suite;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kguard.scenario.ScenarioReader;
import io.kguard.scenario.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program that carries out plans, without a container: it needs no privilege for what is done here. */
class SuiteProgramTest {
    private static final Path PROGRAM = Path.of(
            "target/classes/io/kguard/internal/sandbox/runtime/linux-" + System.getProperty("os.arch"), "kguard-suite");

    @TempDir
    Path folder;

    private Path program = PROGRAM;

    private record Ended(int status, String output, String error) {}

    /** The program makes links to itself, so it must be on the file system of the folder. */
    @BeforeEach
    void install() throws IOException {
        assumeTrue(Files.exists(PROGRAM), "kguard-suite is built on Linux only");
        program = Files.copy(PROGRAM, folder.resolve("kguard-suite"));
        assertThat(program.toFile().setExecutable(true)).isTrue();
    }

    private Ended play(String test) throws Exception {
        String text =
                "tests:\n- {name: t, rule: R, runner: HostRunner, " + test.replace("DIR", folder.toString()) + "}\n";
        Step.Exec step = (Step.Exec)
                ScenarioReader.read("suite.yaml", text).get(0).steps().get(0);
        return run(step.stdin());
    }

    private Ended run(String input) throws Exception {
        Path output = folder.resolve("stdout");
        Path error = folder.resolve("stderr");
        Process process = new ProcessBuilder(program.toString())
                .redirectOutput(output.toFile())
                .redirectError(error.toFile())
                .start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(input.getBytes(UTF_8));
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), Files.readString(output), Files.readString(error));
    }

    @Test
    void theChainHasTheNamesArgumentsAndEnvironmentOfTheTest() throws Exception {
        Ended ended = play("""
                context: {processes: [
                  {name: parent, exePath: DIR/a/parent},
                  {name: leaf, exePath: DIR/b/c/other, exe: "[leaf]", args: "-x 'a b'", env: {KEY: value}}]},
                before: "cat /proc/$PPID/comm; tr '\\\\0' '|' < /proc/$PPID/cmdline; echo; readlink /proc/$PPID/exe;
                  cat /proc/$(awk '{print $4}' /proc/$PPID/stat)/comm; echo $SUITE $KEY"
                """.replace("\n", " "));

        assertThat(ended.error()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.output())
                .isEqualTo("leaf\n[leaf]|-x|a b|\n" + folder.toRealPath() + "/b/c/other\nparent\nt value\n");
        assertThat(folder.resolve("a")).doesNotExist();
        assertThat(folder.resolve("b")).doesNotExist();
    }

    @Test
    void stepsMakeTheirCallsWithTheValuesOfEarlierOnes() throws Exception {
        Ended ended = play("""
                context: {processes: [{exePath: DIR/x}]},
                resources: [{type: fd, name: p, subtype: pipe}, {type: fd, name: d, subtype: directory, dirPath: DIR/new/folder}],
                steps: [
                  {type: syscall, name: o, syscall: openat, args: {dirFd: "${ d.fd }", pathname: kept, flags: O_WRONLY|O_CREAT, mode: 0600}},
                  {type: syscall, name: w, syscall: write, args: {fd: "${ p.writeFd }", buffer: "some text"}},
                  {type: syscall, name: r, syscall: read, args: {fd: "${ p.readFd }", len: 100}},
                  {type: syscall, name: c, syscall: write, args: {fd: "${ o.ret }", buffer: "${ r.buffer }", len: "${ r.ret }"}},
                  {type: syscall, name: out, syscall: dup3, args: {oldFd: "${ o.ret }", newFd: 1}}],
                after: "cat DIR/new/folder/kept; rm DIR/new/folder/kept"
                """.replace("\n", " "));

        assertThat(ended.error()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.output()).isEqualTo("some text");
        assertThat(folder.resolve("new")).doesNotExist();
    }

    @Test
    void everyResourceIsMadeAndRemoved() throws Exception {
        Ended ended = play("""
                context: {processes: [{exePath: DIR/x}]},
                resources: [
                  {type: fd, name: f, subtype: file, filePath: DIR/made/file},
                  {type: fd, name: e, subtype: event}, {type: fd, name: s, subtype: signalfd},
                  {type: fd, name: ep, subtype: eventpoll}, {type: fd, name: i, subtype: inotify},
                  {type: fd, name: m, subtype: memfd, fileName: mem},
                  {type: clientServer, name: t4, l4Proto: tcp4, address: "127.0.0.1:PORT"},
                  {type: clientServer, name: u6, l4Proto: udp4, address: "127.0.0.1:PORT"},
                  {type: clientServer, name: un, l4Proto: unix, address: ""},
                  {type: process, name: child, exePath: DIR/child, procName: worker},
                  {type: process, name: memory, fileLess: true}],
                steps: [
                  {type: syscall, name: w, syscall: write, args: {fd: "${ t4.client.fd }", buffer: x}},
                  {type: syscall, name: v, syscall: write, args: {fd: "${ un.client.fd }", buffer: x}},
                  {type: syscall, name: n, syscall: sendto, args: {fd: "${ u6.client.fd }", buf: x, flags: 0, address: "127.0.0.1:PORT"}},
                  {type: syscall, name: rd, syscall: read, args: {fd: "${ u6.server.fd }", len: 1}},
                  {type: syscall, name: k, syscall: kill, args: {pid: "${ child.pid }", sig: SIGKILL}}],
                after: "ls DIR/made; for f in /proc/$PPID/fd/*; do readlink $f; done | sed 's/:.*//' | sort -u | tr '\\n' ' '"
                """.replace("\n", " ").replace("PORT", "19987"));

        assertThat(ended.error()).isEmpty();
        assertThat(ended.status()).isZero();
        assertThat(ended.output())
                .startsWith("file\n")
                .contains("anon_inode")
                .contains("socket")
                .contains("/memfd");
        assertThat(folder.resolve("made")).doesNotExist();
        assertThat(folder.resolve("child")).doesNotExist();
    }

    @Test
    void aCallThatFailsFailsTheTestAndTheScriptAfterwardsRuns() throws Exception {
        Ended ended = play("""
                context: {processes: [{exePath: DIR/x}]}, before: "GREETING=hello",
                steps: [
                  {type: syscall, name: s1, syscall: openat, args: {pathname: DIR/absent, flags: O_RDONLY}},
                  {type: syscall, name: s2, syscall: openat, args: {pathname: DIR/second, flags: O_CREAT}}],
                after: "echo $GREETING"
                """.replace("\n", " "));

        assertThat(ended.status()).isEqualTo(1);
        assertThat(ended.error()).isEqualTo("kguard-suite: step s1: openat: No such file or directory\n");
        assertThat(ended.output()).isEqualTo("hello\n");
        assertThat(folder.resolve("second")).doesNotExist();
    }

    @Test
    void aScriptThatFailsFailsTheTest() throws Exception {
        assertThat(play("context: {processes: [{exePath: DIR/x}]}, before: exit 3")
                        .error())
                .isEqualTo("kguard-suite: the script \"before\" ended with exit status 3\n");
        assertThat(play("context: {processes: [{exePath: DIR/x}]}, before: exit 0")
                        .error())
                .isEqualTo("kguard-suite: the script \"before\" ended bash\n");
        assertThat(play("context: {processes: [{exePath: DIR/x}]}, after: \"false\"")
                        .error())
                .isEqualTo("kguard-suite: the script \"after\" ended with exit status 1\n");
        assertThat(play("context: {processes: [{exePath: DIR/x}]}, before: \"false\"")
                        .status())
                .isZero();
    }

    @Test
    void aMalformedPlanIsRefused() throws Exception {
        for (String plan :
                new String[] {"p", "p1:0", "p1:0\n1:1\n5:abc\n", "p9999999999:0\n", "p1:x\n", "p1:0\n6:-99999\n"}) {
            assertThat(run(plan).error()).as(plan).isEqualTo("kguard-suite: the plan is malformed\n");
        }
        assertThat(run("").error()).contains("this program plays tests of suite files");
    }
}
