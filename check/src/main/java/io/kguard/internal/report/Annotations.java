// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.report;

import io.kguard.internal.message.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lines of build output that a CI server shows at the line of the clause that is the reason, or else of the rule. They are commands to the server, so all text in them
 * is escaped as the server's documentation says.
 */
public enum Annotations {
    /** Those of the CI server that runs the build. */
    AUTO,
    /** Those of GitHub Actions. */
    GITHUB,
    /** Those of Azure Pipelines. */
    AZURE,
    /** None. */
    OFF;

    /** GitHub shows ten errors of a step, and drops the others silently. */
    private static final int MAX = 10;

    private static final int MAX_TEXT = 4000;

    /**
     * The value of {@code kguard.annotations}.
     *
     * @throws IllegalArgumentException if there is no such value
     */
    public static Annotations of(String name) {
        for (Annotations value : values()) {
            if (value.name().toLowerCase(Locale.ROOT).equals(name)) {
                return value;
            }
        }
        throw new IllegalArgumentException(
                Wording.option("annotations") + " is \"" + name + "\"; it can be auto, github, azure or off");
    }

    /**
     * The lines for the checks that did not pass.
     *
     * @param environment the environment variables, by which {@link #AUTO} knows the CI server
     */
    public List<String> lines(Run run, Map<String, String> environment) {
        Annotations server = this == AUTO ? detected(environment) : this;
        if (server == OFF) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        Stream.of(run.problem(), run.missed())
                .filter(text -> !text.isEmpty())
                .map(server::ofRun)
                .forEach(lines::add);
        if (run.notRun() > 0) {
            lines.add(server.ofRun(run.notRun() + (run.notRun() == 1 ? " check was" : " checks were")
                    + " not run. The report says why."));
        }
        run.unmet().stream()
                .filter(check -> !check.notRun())
                .map(server::ofCheck)
                .forEach(lines::add);
        if (lines.size() > MAX) {
            int more = lines.size() - MAX + 1;
            lines.subList(MAX - 1, lines.size()).clear();
            lines.add(server.ofRun("kguard has " + more + " more checks that did not pass. Its report lists them."));
        }
        return lines;
    }

    private static Annotations detected(Map<String, String> environment) {
        if ("true".equals(environment.get("GITHUB_ACTIONS"))) {
            return GITHUB;
        }
        return "True".equalsIgnoreCase(environment.get("TF_BUILD")) ? AZURE : OFF;
    }

    /** The line of what concerns the whole run. */
    private String ofRun(String text) {
        return this == GITHUB ? github("", "kguard", text) : azure("", text);
    }

    private String ofCheck(CheckEntry check) {
        Optional<SourcePlace> place = check.reasonPlace();
        return this == GITHUB
                ? github(place.map(Annotations::githubPlace).orElse(""), check.name(), check.reason())
                : azure(place.map(Annotations::azurePlace).orElse(""), check.name() + ": " + check.reason());
    }

    private static String githubPlace(SourcePlace at) {
        return "file=" + githubProperty(at.file()) + ",line=" + at.line() + ",col=" + at.column() + ",";
    }

    private static String github(String place, String title, String text) {
        return "::error " + place + "title=" + githubProperty(title) + "::" + githubData(bounded(text));
    }

    private static String githubData(String text) {
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static String githubProperty(String text) {
        return githubData(text).replace(":", "%3A").replace(",", "%2C");
    }

    private static String azurePlace(SourcePlace at) {
        return ";sourcepath=" + azureText(at.file()) + ";linenumber=" + at.line() + ";columnnumber=" + at.column();
    }

    private static String azure(String place, String text) {
        return "##vso[task.logissue type=error" + place + "]" + azureText(bounded(text));
    }

    private static String azureText(String text) {
        return text.replace("%", "%AZP25")
                .replace("\r", "%0D")
                .replace("\n", "%0A")
                .replace("]", "%5D")
                .replace(";", "%3B");
    }

    /** Text without characters that control a terminal, and not too long. */
    private static String bounded(String text) {
        String legal = MarkupText.legal(text);
        return legal.length() <= MAX_TEXT ? legal : legal.substring(0, MAX_TEXT) + "\n(cut)";
    }
}
