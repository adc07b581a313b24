// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.derive;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.EventSource;
import io.kguard.event.FalcoVersion;
import io.kguard.event.JsonValue;
import io.kguard.event.JsonWriter;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.ConditionParser;
import io.kguard.internal.condition.syntax.ConditionPrinter;
import io.kguard.internal.field.FieldCatalogue;
import io.kguard.internal.source.EventSources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActSolverTest {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;

    private final ActSolver solver = new ActSolver(FieldCatalogue.of(VERSION), VERSION);

    private static Condition condition(String text) {
        return ConditionParser.parse(text);
    }

    private String solved(String text) {
        return json(solver.solve(condition(text), null));
    }

    private static String json(ActSolver.Answer answer) {
        assertThat(answer).isInstanceOf(ActSolver.Answer.Solved.class);
        Act act = ((ActSolver.Answer.Solved) answer).act();
        Object tree = act instanceof Act.Script script ? script.tree() : ((Act.Documents) act).events();
        return JsonWriter.compact().tree(tree).json();
    }

    @Test
    void anActIsShort() {
        assertThat(solved("evt.type in (open, openat) and evt.is_open_read = true and fd.name = /etc/shadow"))
                .isEqualTo("{\"processes\":[{\"name\":\"cat\",\"path\":\"/usr/bin/cat\"}],"
                        + "\"actions\":[{\"cat\":{\"reads\":\"/etc/shadow\"}}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evt.type = execve and proc.cmdline contains \"nc -e\" and not proc.cmdline contains tty",
                "evt.type = execve and proc.name glob \"xm*\" and proc.args regex \"--?pool=[a-z]+\"",
                "evt.type = execve and proc.exepath startswith /tmp/ and proc.name != sh",
                "evt.type = execve and proc.aname in (sshd) and proc.pname != sshd",
                "evt.type = execve and proc.aname[2] = nginx and proc.pcmdline startswith \"bash -c\"",
                "evt.type = execve and proc.env[LD_PRELOAD] startswith /tmp/ and user.name = jane",
                "evt.type = execve and container.image endswith :latest and k8s.ns.name = shop and proc.tty != 0",
                "evt.type = connect and fd.sip in (192.168.4.4) and fd.sport > 8000 and fd.l4proto = tcp",
                "evt.type = connect and fd.snet in (192.168.0.0/16) and not fd.sip in (192.168.0.7)",
                "evt.type = accept4 and fd.cip = 198.51.100.1 and fd.lport = 22",
                "evt.type = listen and fd.sport = 4444",
                "evt.type in (bind, listen) and fd.sip = 0.0.0.0 and not fd.sport in (80, 443)",
                "evt.type = connect and fd.snet in (10.0.0.0/8) and not fd.snet in (10.0.0.0/16, 10.1.0.0/16)",
                "evt.type = connect and fd.snet = \"2001:db8::/32\" and fd.snet != \"2001:db8::/48\"",
                "evt.type = openat and fd.directory = /etc/ssh and fd.filename endswith _config and evt.failed = false",
                "evt.type = openat and fd.nameraw contains \"../\" and fd.name startswith /etc/",
                "evt.type = rename and fs.path.source startswith /var/log/ and fs.path.target endswith .bak",
                "evt.type = unlinkat and evt.arg.name pmatch (/etc/cron.d)",
                "evt.type in (setns, unshare) and evt.arg.flags contains CLONE_NEWUSER",
                "evt.type = ptrace and evt.arg.request contains PTRACE_ATTACH and proc.name in (gdb, strace)",
                "evt.type = write and fd.name = /etc/passwd and evt.buffer contains root",
                "thread.cap_effective contains CAP_SYS_PTRACE and evt.type = openat and fd.name = /proc/1/mem",
                "evt.type = execve and toupper(proc.name) = LS and len(proc.args) > 3",
                "evt.type = openat and proc.sname = sshd and basename(fd.name) = shadow",
                "evt.type = execve and proc.sname = sshd and proc.vpgid.name = sh and container.id != host",
                "evt.type = setuid and evt.arg.uid = nobody and not proc.name = sudo",
            })
    void conditionsOfManyKindsHaveAnAct(String text) {
        solved(text);
    }

    /** As the runtimes of pods have them, wherever the condition allows it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repository != a | docker.io/library/nginx",
                "repository in (httpd, docker.io/library/httpd) | docker.io/library/httpd",
                "repository = httpd or container.image.repository = docker.io/library/httpd | docker.io/library/httpd",
                "repository endswith /httpd | docker.io/library/httpd",
                "repository contains httpd | docker.io/library/httpd",
                "repository glob *httpd | docker.io/library/httpd",
                "repository startswith httpd | httpd",
                "repository in (httpd, redis) | httpd",
            })
    void imagesHaveTheNamesOfPods(String clause, String image) {
        assertThat(solved("evt.type = openat and container.id != host and (container.image." + clause + ")"))
                .contains("\"image\":\"" + image + ":1.27\"");
    }

    /** The engine of a trial is told nothing of how an act was found, so a changed act is no solution. */
    @ParameterizedTest
    @CsvSource({
        "evt.type = openat and fd.name = /etc/shadow, /etc/shadow, /etc/shadow-",
        "evt.type = openat and proc.name = nginx and fd.name = /etc/passwd, nginx, nginy",
        "evt.type = connect and fd.sport = 4444, :4444, :4445",
        "evt.type = execve and proc.pname = java, java, javac",
    })
    void aChangedActDoesNotHold(String text, String part, String other) throws Exception {
        Condition goal = condition(text);
        Trial trial = new Trial(FieldCatalogue.of(VERSION), VERSION, goal, null);
        String json = json(solver.solve(goal, null));
        assertThat(json).contains(part);
        assertThat(holds(trial, json)).isTrue();
        assertThat(holds(trial, json.replace(part, other))).isFalse();
    }

    @SuppressWarnings("unchecked") // the text is an object
    private static boolean holds(Trial trial, String json) throws Exception {
        Map<String, Object> tree = (Map<String, Object>) JsonValue.parse(json).tree();
        return trial.of(new Act.Script(tree), List.of()).holds();
    }

    @Test
    void theSameQuestionHasTheSameAnswer() {
        String text = "evt.type = execve and proc.aname in (sshd, cron) and proc.cmdline contains \"--config /etc\"";
        assertThat(new ActSolver(FieldCatalogue.of(VERSION), VERSION).solve(condition(text), null))
                .isEqualTo(solver.solve(condition(text), null));
    }

    @Test
    void aNearActDiffersInWhatMustDiffer() {
        String text = "evt.type = openat and proc.name = tail and fd.name = /etc/shadow and container.id != host";
        ActSolver.Answer first = solver.solve(condition(text), null);
        ActSolver.Answer near = solver.solve(
                condition("evt.type = openat and fd.name startswith /etc and not fd.name = /etc/shadow"),
                ((ActSolver.Answer.Solved) first).act());
        assertThat(json(near)).isEqualTo(json(first).replace("/etc/shadow", "/etc/app.conf"));
    }

    /** What leads to the act must not be what the other condition is about. */
    @Test
    void aDescriptorMayBeThereFromTheBeginning() {
        String other = "evt.type = connect and fd.sport = 4444";
        Condition goal = condition("evt.type != connect and fd.sport = 4444 and fd.typechar = 4");
        assertThat(json(solver.solve(goal, null))).doesNotContain("input");
        assertThat(json(solver.solve(goal, null, condition(other)))).contains("input");
    }

    @ParameterizedTest
    @CsvSource({
        "proc.name = sh and proc.name = bash, proc.name = sh, proc.name = bash",
        "proc.name in (sh) and not proc.name startswith s, proc.name in (sh), not proc.name startswith s",
        "proc.cmdline contains abc and not proc.cmdline contains b, proc.cmdline contains abc, not proc.cmdline contains b",
        "evt.type = mkdir and evt.arg.flags = O_CREAT, evt.type = mkdir, evt.arg.flags = O_CREAT",
        "evt.type = execve and fd.name = /etc/shadow, evt.type = execve, fd.name = /etc/shadow",
        "proc.name in (), proc.name in (), proc.name in ()",
        "proc.name = a-name-of-16-char, proc.name = a-name-of-16-char, proc.name = a-name-of-16-char",
        "fd.sport < 10 and fd.sport = 22, fd.sport = 22, fd.sport < 10",
        "container.id = host and container.image.repository = nginx, container.id = host, container.image.repository = nginx",
        "container.id = host and k8s.ns.name != shop, container.id = host, k8s.ns.name != shop",
        "not container.id != host and container.privileged = true, not container.id != host, container.privileged = true",
        "evt.type = openat and fd.sport = 22, evt.type = openat, fd.sport = 22",
        "evt.type = openat and fd.ip != 10.0.0.1, evt.type = openat, fd.ip != 10.0.0.1",
        "evt.type = openat and fd.type = pipe, evt.type = openat, fd.type = pipe",
        "fd.type = socket, fd.type = socket, fd.type = socket",
        "evt.res = 0, evt.res = 0, evt.res = 0",
        "fd.directory pmatch (/etc/ssh) and fd.name startswith /root, fd.directory pmatch (/etc/ssh), fd.name startswith /root",
        "proc.name != sh and not proc.name != sh, proc.name != sh, not proc.name != sh",
        "evt.type = socket and evt.arg.domain = 17, evt.type = socket, evt.arg.domain = 17",
        "container.id = host and container.name = web, container.id = host, container.name = web",
        "evt.type = execve and evt.count > 50, evt.count > 50, evt.count > 50",
        "not evt.count = 1, not evt.count = 1, not evt.count = 1",
        "fd.filename = /etc/passwd, fd.filename = /etc/passwd, fd.filename = /etc/passwd",
        "fd.directory = /etc/, fd.directory = /etc/, fd.directory = /etc/",
        "evt.num = 0 or (proc.name = a and not proc.name exists), evt.num = 0, evt.num = 0 or proc.name = a and not proc.name exists",
    })
    void clausesThatExcludeEachOtherAreNamed(String text, String first, String second) {
        ActSolver.Answer answer = solver.solve(condition(text), null);
        assertThat(answer).isInstanceOf(ActSolver.Answer.Impossible.class);
        ActSolver.Answer.Impossible never = (ActSolver.Answer.Impossible) answer;
        assertThat(List.of(ConditionPrinter.print(never.first()), ConditionPrinter.print(never.second())))
                .containsExactlyInAnyOrder(first, second);
    }

    /** What looks like a contradiction, and is none. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "evt.type = execve and proc.aname = sh and proc.aname = bash",
                "evt.type = execve and not proc.name = sh and not proc.name = bash",
                "evt.type = connect and fd.ip = 203.0.113.9 and fd.ip = 10.0.0.2",
                "evt.type = execve and proc.cmdline startswith l and proc.cmdline startswith ls",
                "evt.type = execve and (proc.name = sh or proc.name = bash) and not proc.name = sh",
                "evt.type = execve and evt.count = 1 and not evt.count > 1",
                "evt.type = openat and fd.filename in (/etc/passwd, passwd)",
                "evt.type = openat and not fd.filename = /etc/passwd and not fd.directory = /etc/",
                "evt.type = openat and container.id = host and container.name in (web, host)",
                "evt.type = openat and container.id = host and container.image.repository != nginx",
                "evt.type = openat and fd.filename != /etc/passwd and fd.directory != /etc/",
                "evt.type = socket and evt.arg.domain = AF_PACKET",
                "evt.type = openat and fd.typechar = d",
                "evt.type = openat and fd.directory pmatch (/etc/ssh) and fd.name startswith /etc/s",
                "evt.type = openat and fd.directory startswith /etc and fd.name startswith /etc/ssh/sshd",
                "evt.type = openat and container.id = host and container.image exists",
                "evt.type = openat and not container.id != host and container.privileged = false",
            })
    void theseAreNoContradictions(String text) {
        solved(text);
    }

    @Test
    void whatNobodyKnowsIsUnsolvedAndNotImpossible() {
        ActSolver.Answer answer = solver.solve(condition("evt.type = connect and fd.sip.name = example.com"), null);
        assertThat(answer).isInstanceOf(ActSolver.Answer.Unsolved.class);
        assertThat(ConditionPrinter.print(((ActSolver.Answer.Unsolved) answer).clause()))
                .isEqualTo("fd.sip.name = example.com");
    }

    @Test
    void choicesAreLookedAtTogether() {
        String text = "evt.type = execve and (proc.name = a and proc.args contains x or proc.name = b)"
                + " and not (evt.type = execve and proc.name in (a, b, c))";
        assertThat(solver.solve(condition(text), null)).isInstanceOf(ActSolver.Answer.Impossible.class);
        solved(text.replace("in (a, b, c)", "in (a, c)"));
    }

    /** A call that fails may have such a name, so this is no proof. */
    @Test
    void whatIsHardlyEverSoIsCalledDeadAndNotImpossible() {
        ActSolver.Answer answer = solver.solve(
                condition("evt.type in (open, openat) and fd.name in (postgresql.conf, pg_hba.conf)"), null);
        assertThat(answer)
                .isInstanceOfSatisfying(
                        ActSolver.Answer.Unsolved.class,
                        unsolved -> assertThat(unsolved.why())
                                .startsWith("dead, because a file that is opened has its whole path"));
    }

    /** More alternatives than can be looked at: the search ends, and says so. */
    @Test
    void aHopelessSearchEnds() {
        StringBuilder text = new StringBuilder("evt.type = execve");
        for (int i = 0; i < 40; i++) {
            text.append(" and (proc.args contains a")
                    .append(i)
                    .append(" or proc.args contains b")
                    .append(i)
                    .append(')');
        }
        text.append(" and len(proc.args) < 20");
        assertThat(solver.solve(condition(text.toString()), null)).isInstanceOf(ActSolver.Answer.Unsolved.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "k8s_audit; ka.verb = create and ka.target.resource = pods and ka.req.pod.host_network intersects (true)",
                "k8s_audit; ka.user.name = jane and ka.response.code = 403 and not ka.target.namespace exists",
                "k8s_audit; ka.req.role.rules.verbs intersects (delete) and ka.req.role.rules.resources intersects (pods)",
                "okta; okta.evt.type = user.account.lock and okta.target.group.name = admins",
                "okta; okta.mfa.deny.countlast[300] >= 3",
                "aws_cloudtrail; ct.name = PutBucketPolicy and s3.bucket = orders and ct.error exists",
                "aws_cloudtrail; ct.user = deployer and ct.user.identitytype = AssumedRole",
                "github; github.type = repository and github.repo.public = true",
                "gcp_auditlog; gcp.methodName startswith storage. and gcp.storage.bucket = orders",
                "coding_agent; tool.input_command contains \"rm -rf\"",
                "coding_agent; tool.name = Write and tool.file_path endswith .bashrc",
            })
    void documentsAreFound(String source, String text) {
        FieldCatalogue fields = FieldCatalogue.of(
                EventSources.BUILT_IN, EventSources.BUILT_IN.named(source).orElseThrow(), VERSION);
        json(new ActSolver(fields, VERSION).solve(condition(text), null));
    }

    @Test
    void eachSourceHasASample() {
        assertThat(EventSources.BUILT_IN.all())
                .filteredOn(source -> !source.equals(EventSource.SYSCALL) && !source.equals(EventSource.K8S_AUDIT))
                .allSatisfy(source -> assertThat(
                                SampleDocument.of(FieldCatalogue.of(EventSources.BUILT_IN, source, VERSION)))
                        .isNotNull());
    }
}
