// SPDX-License-Identifier: Apache-2.0
package io.kguard.lint;

import io.kguard.diagnostic.DiagnosticCode;
import io.kguard.internal.condition.syntax.Condition;
import io.kguard.internal.condition.syntax.Condition.Operator;
import io.kguard.internal.condition.syntax.Operand;
import io.kguard.rule.Rule;
import io.kguard.rule.RuleDiagnostics;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds values that the field they are compared with never has, because of what the kernel and Falco write into it. */
final class ImpossibleValues {
    /** The kernel keeps 16 bytes of a process's name, the last of which is 0. */
    private static final int LONGEST_NAME = 15;

    /** Fields of which a value is the name of a process. */
    static final Set<String> NAMES =
            Set.of("proc.name", "proc.pname", "proc.aname", "proc.sname", "proc.vpgid.name", "proc.pgid.name");
    /** Fields of which a value is a whole path. */
    static final Set<String> PATHS = Set.of(
            "fd.name",
            "fd.nameraw",
            "fd.directory",
            "proc.exepath",
            "proc.pexepath",
            "proc.aexepath",
            "proc.cwd",
            "fs.path.name",
            "fs.path.source",
            "fs.path.target");

    private static final Set<String> REPOSITORIES = Set.of("container.image.repository");

    /** Fields of which a value is one name, so that a pattern or two names in it are a mistake. */
    private static final Set<String> SINGLE = Set.of(
            "container.name",
            "k8s.ns.name",
            "k8s.pod.name",
            "user.name",
            "ka.target.name",
            "ka.target.namespace",
            "ka.user.name",
            "fd.filename");

    /** Threads of the kernel keep their longer names. */
    private static final Pattern KERNEL_THREAD = Pattern.compile("(kworker|irq|ksoftirqd|migration|cpuhp|rcu)[/_:].*");

    private static final Pattern RELATIVE = Pattern.compile(
            "(etc|usr|var|home|root|tmp|proc|sys|dev|opt|bin|sbin|lib|lib64|boot|run|mnt|srv|media)/.*");
    private static final Pattern TAG = Pattern.compile(".*[^/]:[^/]+|.*@sha256:.*");
    private static final Pattern TWO_NAMES = Pattern.compile("[\\w./-]+(\\s*,\\s*|\\s*\\|\\s*|\\s+or\\s+)[\\w./-]+.*");
    private static final Pattern WORDS = Pattern.compile("\\S+(\\s+\\S+)+");
    private static final Set<String> PROGRAMS = Set.of(
            "ash", "awk", "bash", "cat", "chmod", "chown", "cp", "csh", "curl", "dash", "dd", "find", "grep", "java",
            "ksh", "ls", "mv", "nano", "nc", "ncat", "netcat", "nginx", "nmap", "node", "perl", "php", "ps", "python",
            "python3", "rm", "ruby", "scp", "sed", "sh", "socat", "ssh", "sshd", "su", "sudo", "tar", "tcpdump", "vi",
            "vim", "wget", "whoami", "zsh");

    /** Operators that compare whole values. */
    static final Set<Operator> EQUALITY = EnumSet.of(Operator.EQ, Operator.NE, Operator.IN, Operator.INTERSECTS);

    private static final Set<Operator> BEGINNING = EnumSet.of(Operator.STARTSWITH);
    private static final Set<Operator> PARTS = EnumSet.of(
            Operator.STARTSWITH,
            Operator.ENDSWITH,
            Operator.CONTAINS,
            Operator.ICONTAINS,
            Operator.GLOB,
            Operator.IGLOB);

    private final RuleDiagnostics diagnostics;
    private final Set<String> told = new HashSet<>();

    ImpossibleValues(RuleDiagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** What is wrong with a value of a field; null if nothing is. */
    private interface Search {
        @Nullable
        String fault(String field, Operator operator, String value);
    }

    void warn(Rule rule) {
        warn(rule, DiagnosticCode.LINT_IMPOSSIBLE_VALUE, ImpossibleValues::fault);
        warn(rule, DiagnosticCode.LINT_LITERAL_PATTERN, ImpossibleValues::patternFault);
    }

    /** A value of a list is told where the list is used first. */
    private void warn(Rule rule, DiagnosticCode code, Search search) {
        diagnostics.atEachCheck(
                rule,
                check -> first(check, search) != null,
                code,
                check -> {
                    String fault = String.valueOf(first(check, search));
                    told.add(fault);
                    return fault;
                },
                null);
    }

    private @Nullable String first(Condition.Check check, Search search) {
        if (!(check.left() instanceof Operand.FieldRef field)) {
            return null;
        }
        return check.right().values().stream()
                .map(text -> search.fault(field.name(), check.operator(), text.value()))
                .filter(fault -> fault != null && !told.contains(fault))
                .findFirst()
                .orElse(null);
    }

    private static @Nullable String fault(String field, Operator operator, String value) {
        String fault = ofKind(field, operator, value);
        String why = fault == null ? FieldFact.forbids(field, operator, value) : null;
        return why == null ? fault : said(value, field) + ": " + why;
    }

    private static @Nullable String ofKind(String field, Operator operator, String value) {
        if (NAMES.contains(field)) {
            return ofName(field, operator, value);
        } else if (PATHS.contains(field)) {
            return ofPath(field, operator, value);
        } else if (REPOSITORIES.contains(field)) {
            boolean whole = EQUALITY.contains(operator) || operator == Operator.ENDSWITH;
            return whole && TAG.matcher(value).matches()
                    ? said(value, field) + ": it has no tag; compare that with container.image.tag"
                    : null;
        }
        return SINGLE.contains(field) ? ofSeveral(field, operator, value) : null;
    }

    private static @Nullable String ofName(String field, Operator operator, String value) {
        if (EQUALITY.contains(operator) || BEGINNING.contains(operator)) {
            if (value.startsWith("/") || value.startsWith("./")) {
                return said(value, field) + ": it is a name without a path; write "
                        + value.substring(value.lastIndexOf('/') + 1) + ", or compare proc.exepath";
            }
        }
        String several = ofSeveral(field, operator, value);
        if (several != null) {
            return several;
        }
        boolean literal = EQUALITY.contains(operator) || PARTS.contains(operator);
        int length = value.replaceAll("[*?]", "").length();
        return literal && length > LONGEST_NAME && !KERNEL_THREAD.matcher(value).matches()
                ? said(value, field) + ": the kernel cuts names after " + LONGEST_NAME + " characters"
                        + (EQUALITY.contains(operator) ? "; write " + value.substring(0, LONGEST_NAME) : "")
                : null;
    }

    private static @Nullable String ofPath(String field, Operator operator, String value) {
        boolean beginning = EQUALITY.contains(operator) || BEGINNING.contains(operator) || operator == Operator.PMATCH;
        if (value.startsWith("~") && (beginning || value.startsWith("~/"))) {
            return said(value, field) + ": only a shell knows ~; Falco has the whole path, such as /root"
                    + value.substring(1);
        }
        if (beginning && RELATIVE.matcher(value).matches()) {
            return said(value, field) + ": paths begin with /; write /" + value;
        }
        return EQUALITY.contains(operator) && value.matches("/\\S*\\s*,\\s*/.*") ? twoNames(value, field) : null;
    }

    private static @Nullable String ofSeveral(String field, Operator operator, String value) {
        if (!EQUALITY.contains(operator)) {
            return null;
        }
        boolean programs = NAMES.contains(field)
                && WORDS.matcher(value).matches()
                && List.of(value.split("\\s+")).stream().allMatch(PROGRAMS::contains);
        return programs || TWO_NAMES.matcher(value).matches() ? twoNames(value, field) : null;
    }

    private static String twoNames(String value, String field) {
        return said(value, field) + ": it is one string with several names; write a list, such as in (a, b)";
    }

    private static String said(String value, String field) {
        return field + " is never like '" + value + "'";
    }

    private static @Nullable String patternFault(String field, Operator operator, String value) {
        boolean named = NAMES.contains(field)
                || PATHS.contains(field)
                || REPOSITORIES.contains(field)
                || SINGLE.contains(field);
        if (named && EQUALITY.contains(operator) && isPattern(value)) {
            return "'" + value + "' is compared as a string: " + operator.symbol() + " knows no *; write "
                    + advice(field, value);
        }
        boolean glob = operator == Operator.GLOB || operator == Operator.IGLOB;
        return glob && value.lastIndexOf('[') > value.lastIndexOf(']')
                ? "'" + value
                        + "' has a [ that no ] closes, so glob looks for the character [ itself; close it, or write \\["
                : null;
    }

    /** A star alone may be a value of its own. */
    private static boolean isPattern(String value) {
        return value.length() > 1 && value.indexOf('*') >= 0 && value.indexOf(' ') < 0;
    }

    private static String advice(String field, String value) {
        String start = value.substring(0, value.length() - 1);
        return value.endsWith("*") && start.indexOf('*') < 0
                ? field + " startswith " + start
                : field + " glob '" + value + "'";
    }
}
