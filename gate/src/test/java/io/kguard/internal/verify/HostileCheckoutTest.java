// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checkouts that try to run a program, to show other files, or to hide their own. Each must be read as it is, or refused. */
@Tag("trust")
class HostileCheckoutTest {
    private static final String RULES = "src/kguard/rules/rules.yaml";
    private static final String BEFORE = "before\n";
    private static final String NOW = "now\n";

    @TempDir
    private Path folder;

    private Path project;
    private Path ran;

    @BeforeEach
    void commit() throws Exception {
        project = Files.createDirectory(folder.resolve("project"));
        ran = folder.resolve("ran");
        git("init", "-q", "-b", "main");
        write(RULES, BEFORE);
        git("add", "-A");
        git("commit", "-qm", "before");
        git("checkout", "-qb", "fork");
        write(RULES, NOW);
        git("commit", "-qam", "now");
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.resolveSibling(""));
        Files.writeString(file, text);
    }

    private String git(String... arguments) throws Exception {
        return run(Stream.concat(
                        Stream.of("git", "-C", project.toString(), "-c", "user.name=a", "-c", "user.email=a@b"),
                        Stream.of(arguments))
                .toList());
    }

    private static String run(List<String> command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command, output).isZero();
        return output.strip();
    }

    /** A program that leaves a trace, and does what a filter must. */
    private String program() throws IOException {
        Path program = Files.writeString(folder.resolve("program"), "#!/bin/sh\ntouch " + ran + "\ncat\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return program.toString();
    }

    /** What a revision has in the place of the rules. */
    private String revision(String name) throws IOException {
        try (Revision revision = Revision.of(name, List.of(project.resolve("src/kguard/rules")))) {
            Path copy = revision.copyOf(project.resolve(RULES));
            revision.incomparable(List.of(project.resolve(RULES)));
            revision.changed();
            return Files.readString(copy);
        }
    }

    private void assertHolds() throws IOException {
        assertThat(revision("main")).isEqualTo(BEFORE);
        assertThat(ran).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "core.fsmonitor",
                "core.sshCommand",
                "core.pager",
                "core.editor",
                "core.askPass",
                "filter.x.smudge",
                "filter.x.clean",
                "filter.x.process",
                "diff.external",
                "diff.x.textconv",
                "gpg.program",
                "credential.helper",
                "alias.rev-parse",
                "alias.ls-tree",
                "alias.cat-file",
                "uploadpack.packObjectsHook",
                "core.alternateRefsCommand"
            })
    void noProgramOfTheConfigurationRuns(String key) throws Exception {
        write(".gitattributes", "* filter=x diff=x\n");
        git("config", key, (key.startsWith("alias.") ? "!" : "") + program());
        git("config", "filter.x.required", "true");

        assertHolds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"post-checkout", "post-index-change", "fsmonitor-watchman", "reference-transaction"})
    void noHookRuns(String hook) throws Exception {
        Files.createDirectories(project.resolve(".git/hooks"));
        Files.copy(Path.of(program()), project.resolve(".git/hooks").resolve(hook));

        assertHolds();
    }

    @Test
    void whatAConfigurationIncludesIsNotRead() throws Exception {
        Path included = Files.writeString(folder.resolve("included"), "[core]\n\tfsmonitor = " + program() + "\n");
        git("config", "include.path", included.toString());

        assertHolds();
    }

    @Test
    void aRepositoryOfTheRulesFolderIsNotAsked() throws Exception {
        Path own = folder.resolve("own");
        run(List.of("git", "init", "-q", "-b", "main", own.toString()));
        Path rules = project.resolve("src/kguard/rules");
        for (String name : List.of("HEAD", "objects", "refs", "config")) {
            run(List.of("cp", "-r", own.resolve(".git").resolve(name).toString(), rules.toString()));
        }
        Files.writeString(
                rules.resolve("config"),
                "[core]\n\tbare = false\n\tworktree = .\n[filter \"x\"]\n\tsmudge = " + program() + "\n");
        write("src/kguard/rules/.gitattributes", "* filter=x\n");
        git("add", "-A");
        git("commit", "-qm", "embedded");

        assertHolds();
    }

    @Test
    void rulesInARepositoryInsideOfAnotherAreNotComparedWithIt() throws Exception {
        git("-C", "src/kguard/rules", "init", "-q", "-b", "main");
        git("-C", "src/kguard/rules", "commit", "-q", "--allow-empty", "-m", "own");

        // asked from outside of both, the rules' own repository is theirs, which is said
        assertThatThrownBy(() -> revision("main")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void objectsOfOtherClonesAreNotRead() throws Exception {
        Path secret = folder.resolve("secret");
        run(List.of("git", "clone", "-q", "--bare", project.toString(), secret.toString()));
        String commit = git("rev-parse", "main");
        Path objects = project.resolve(".git/objects");
        run(List.of("rm", "-rf", objects.toString()));
        Files.createDirectories(objects.resolve("info"));
        Files.writeString(objects.resolve("info/alternates"), secret.resolve("objects") + "\n");
        assertThat(git("cat-file", "-t", commit)).isEqualTo("commit");

        assertThatThrownBy(() -> revision("main")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReplacedCommitIsNotShown() throws Exception {
        git("replace", git("rev-parse", "main"), git("rev-parse", "fork"));

        assertHolds();
    }

    @Test
    void aMissingObjectIsNotFetchedByAProgram() throws Exception {
        git("config", "extensions.partialClone", "origin");
        git("config", "core.repositoryFormatVersion", "1");
        git("config", "remote.origin.promisor", "true");
        git("config", "remote.origin.url", "ext::" + program());
        git("config", "protocol.ext.allow", "always");
        String blob = git("rev-parse", "main:" + RULES);
        Files.delete(
                project.resolve(".git/objects").resolve(blob.substring(0, 2)).resolve(blob.substring(2)));

        assertThatThrownBy(() -> revision("main"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("does not have " + RULES);
        assertThat(ran).doesNotExist();
    }

    @Test
    void aLinkThatLeadsOutIsRefused() throws Exception {
        git("checkout", "-q", "main");
        Files.createSymbolicLink(project.resolve("src/kguard/rules/link.yaml"), Path.of("../../../../secret.yaml"));
        git("add", "-A");
        git("commit", "-qm", "link");

        try (Revision revision = Revision.of("main", List.of(project.resolve(RULES)))) {
            assertThatThrownBy(() -> revision.copy(List.of(project.resolve("src/kguard/rules"))))
                    .hasMessageContaining("src/kguard/rules/link.yaml is a link that leads out of the repository");
        }
    }

    @ParameterizedTest
    @CsvSource({"HEAD", "packed-refs", "refs/heads/main", "shallow", "info/exclude"})
    void aPipeInPlaceOfAFileIsRefused(String name) throws Exception {
        Path file = project.resolve(".git").resolve(name);
        Files.deleteIfExists(file);
        run(List.of("mkfifo", file.toString()));

        assertThatThrownBy(() -> revision("main"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + " is no file");
    }

    @Test
    void aProgramStaysAProgram() throws Exception {
        git("checkout", "-q", "main");
        write("src/kguard/rules/run.sh", "#!/bin/sh\n");
        assertThat(project.resolve("src/kguard/rules/run.sh").toFile().setExecutable(true))
                .isTrue();
        git("add", "-A");
        git("commit", "-qm", "program");

        try (Revision revision = Revision.of("main", List.of(project.resolve(RULES)))) {
            assertThat(revision.copyOf(project.resolve("src/kguard/rules/run.sh")))
                    .isExecutable();
            assertThat(Files.isExecutable(revision.copyOf(project.resolve(RULES))))
                    .isFalse();
        }
    }

    /** Git itself refuses a clone of another user, because it would run what its configuration says. */
    @Test
    void aCloneOfAnotherUserIsRead() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files to another user");
        git("config", "core.fsmonitor", program());
        run(List.of("chown", "-R", "1000", project.toString()));

        assertHolds();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--object-format=sha256", "--ref-format=reftable"})
    void otherFormatsAreRead(String format) throws Exception {
        run(List.of("rm", "-rf", project.resolve(".git").toString()));
        git("init", "-q", "-b", "main", format);
        write(RULES, BEFORE);
        git("add", "-A");
        git("commit", "-qm", "before");
        write(RULES, NOW);

        assertHolds();
    }

    /** The name of a target branch can be taken by a branch or a tag of the one that is compared with it. */
    @ParameterizedTest
    @CsvSource({"refs/tags/main", "refs/remotes/main", "refs/main"})
    void aNameOfSeveralThingsIsRefused(String other) throws Exception {
        git("update-ref", other, git("rev-parse", "fork"));

        assertThatThrownBy(() -> revision("main"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("which can be ")
                .hasMessageContaining(other);
        assertThat(revision("refs/heads/main")).isEqualTo(BEFORE);
        git("update-ref", other, git("rev-parse", "refs/heads/main"));
        assertHolds();
    }

    @Test
    void aPlaceWithTheNameOfARevisionIsRefused() throws Exception {
        git("branch", "here", "main");
        Path here = Files.createDirectory(Path.of("here"));
        try {
            List<Path> rules = List.of(project.resolve(RULES));
            assertThatThrownBy(() -> Revision.places("here", rules))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("which is a revision of git and also a place here. Write ./here");
            assertThat(Revision.places("./here", rules)).containsExactly(Path.of("./here"));
            assertThat(Revision.places("main", rules)).isEmpty();
            git("branch", "-D", "here");
            assertThat(Revision.places("here", rules)).containsExactly(Path.of("here"));
        } finally {
            Files.delete(here);
        }
    }

    /** Compared is what was in the place that is a link now, and not what was where it leads. */
    @Test
    void aFolderThatBecameALinkIsComparedWithWhatItWas() throws Exception {
        git("checkout", "-q", "main");
        write("src/kguard/weak/rules.yaml", NOW);
        git("add", "-A");
        git("commit", "-qm", "weak");
        git("checkout", "-qB", "fork");
        git("rm", "-rq", "src/kguard/rules");
        Files.createSymbolicLink(project.resolve("src/kguard/rules"), Path.of("weak"));
        git("add", "-A");
        git("commit", "-qm", "link");

        assertHolds();
        git("checkout", "-qB", "later");
        Files.delete(project.resolve("src/kguard/rules"));
        write(RULES, BEFORE);
        assertThat(revision("fork")).as("a link that the revision has").isEqualTo(NOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {".git", ".git/objects"})
    void aRepositoryOfAnotherUserIsNotShown(String link) throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root can give files to another user");
        Path secret = folder.resolve("secret");
        run(List.of("cp", "-r", project.resolve(link).toString(), secret.toString()));
        run(List.of("rm", "-rf", project.resolve(link).toString()));
        Files.createSymbolicLink(project.resolve(link), secret);
        assertHolds();

        run(List.of("chown", "-R", "-h", "1000", project.toString()));
        assertThatThrownBy(() -> revision("main"))
                .isInstanceOf(IOException.class)
                .hasMessage(project.resolve(link) + " leads to " + secret + ", which belongs to another user");
    }

    @Test
    void aLinkAmongObjectsIsRefused() throws Exception {
        git("repack", "-qad");
        Path pack = Files.createDirectories(project.resolve(".git/objects/pack"));
        Files.createSymbolicLink(pack.resolve("pack-x.pack"), folder.resolve("elsewhere"));

        assertThatThrownBy(() -> revision("main"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("pack-x.pack is a link");
    }

    @Test
    void packsOtherWorkingTreesAndWhatWasFetchedAreRead() throws Exception {
        git("gc", "-q");
        assertHolds();

        Path clone = folder.resolve("clone");
        run(List.of(
                "git",
                "clone",
                "-q",
                "--depth",
                "1",
                "--no-local",
                "-b",
                "fork",
                "file://" + project,
                clone.toString()));
        run(List.of("git", "-C", clone.toString(), "fetch", "-q", "--depth", "1", "origin", "main"));
        Path tree = folder.resolve("tree");
        git("worktree", "add", "-q", tree.toString(), "fork~0");
        project = tree;
        assertHolds();
        assertThat(revision("HEAD")).isEqualTo(NOW);

        project = clone;
        assertThat(revision("FETCH_HEAD")).isEqualTo(BEFORE);
        assertThat(revision("HEAD")).isEqualTo(NOW);
    }
}
