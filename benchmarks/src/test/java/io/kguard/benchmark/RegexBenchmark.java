// SPDX-License-Identifier: Apache-2.0
package io.kguard.benchmark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.google.re2j.Pattern;
import io.kguard.internal.field.PosixRegex;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Measures kguard's regular expressions beside RE2/J with longest match, on strings as events have them: bytes, one per
 * character. RE2/J is given the bytes, and, where all are ASCII, the string as it is.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
public class RegexBenchmark {
    /** An expression, and what it is matched with. */
    public enum Case {
        /** A process's name. */
        NAME("(ba|z|k|c|tc|da)?sh", "bash"),
        /** A file's path. */
        PATH("(/usr/local)?/etc/.*\\.(conf|ya?ml|json)", "/usr/local/etc/falco/rules.d/falco_rules.local.yaml"),
        /** A command line that does not match. */
        COMMAND(
                ".*(curl|wget) .*\\|.*(ba|z)?sh.*",
                "java -Xmx2g -cp /opt/app/lib/app.jar:/opt/app/lib/core.jar -Dconfig=/etc/app/config.yaml org.example.Main"
                        + " --port 8080 --name shop --fetch http://shop.example/items"),
        /** What makes a backtracking matcher hang. */
        NESTED("(a*)*b", "a".repeat(100));

        final String expression;
        final String text;

        Case(String expression, String text) {
            this.expression = expression;
            this.text = text;
        }
    }

    /** What is matched. */
    @Param
    public Case match = Case.NAME;

    private String text = "";
    private PosixRegex own = PosixRegex.compile("");
    private Pattern other = Pattern.compile("");

    /** Compiles the expression. */
    @Setup
    public void compile() {
        text = match.text;
        own = PosixRegex.compile(match.expression);
        other = Pattern.compile(match.expression, Pattern.LONGEST_MATCH | Pattern.MULTILINE);
        if (own.matches(text) != re2jOnBytes()) {
            throw new IllegalStateException("they differ");
        }
    }

    /** kguard's own. */
    @Benchmark
    public boolean own() {
        return own.matches(text);
    }

    /** RE2/J on bytes. */
    @Benchmark
    public boolean re2jOnBytes() {
        return other.matches(text.getBytes(ISO_8859_1));
    }

    /** RE2/J on the string, as if bytes were characters. */
    @Benchmark
    public boolean re2jOnString() {
        return other.matches(text);
    }
}
