// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Java and C have the same frame types of the shim under the same names. */
class ShimFramesTest {
    private static final Path HEADERS = Path.of("src/main/c/shim");

    @Test
    void requestsAreThoseOfSessionH() throws IOException {
        assertThat(inJava(ShimRequest.values(), ShimRequest::type))
                .isEqualTo(inC("session.h", "session_request", "SESSION_"));
    }

    @Test
    void answersAreThoseOfSessionH() throws IOException {
        assertThat(inJava(ShimAnswer.values(), ShimAnswer::type))
                .isEqualTo(inC("session.h", "session_answer", "SESSION_"));
    }

    @Test
    void flagsAreThoseOfSessionH() throws IOException {
        assertThat(Map.of("TTY", "" + ShimConnection.FLAG_TTY, "STDIN", "" + ShimConnection.FLAG_STDIN))
                .isEqualTo(inC("session.h", "session_flag", "SESSION_"));
    }

    @Test
    void framesToAPodAreThoseOfPodH() throws IOException {
        assertThat(inJava(PodFrame.values(), PodFrame::type)).isEqualTo(inC("pod.h", "pod_frame", "POD_"));
    }

    @Test
    void bothSidesTakeFramesOfTheSameLength() throws IOException {
        Matcher longest =
                Pattern.compile("#define MAX_FRAME \\((\\d+) \\* (\\d+)\\)").matcher(text("frame.h"));

        assertThat(longest.find()).isTrue();
        assertThat(ShimFrames.MAX).isEqualTo(Integer.parseInt(longest.group(1)) * Integer.parseInt(longest.group(2)));
    }

    @Test
    void everyAnswerIsFoundByItsTypeAndNoOther() throws IOException {
        for (ShimAnswer answer : ShimAnswer.values()) {
            assertThat(ShimAnswer.of(answer.type())).isEqualTo(answer);
        }
        assertThatThrownBy(() -> ShimAnswer.of('?'))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("'?'");
    }

    private static <T extends Enum<T>> Map<String, String> inJava(T[] constants, Function<T, Character> type) {
        Map<String, String> values = new LinkedHashMap<>();
        Stream.of(constants).forEach(each -> values.put(each.name(), "'" + type.apply(each) + "'"));
        return values;
    }

    /** The constants of an enum in a header, without their prefix, with their values. */
    private static Map<String, String> inC(String header, String name, String prefix) throws IOException {
        String code = text(header).replaceAll("(?s)/\\*.*?\\*/", "");
        Matcher body = Pattern.compile("enum " + name + " \\{([^}]*)}").matcher(code);
        assertThat(body.find()).as("enum %s in %s", name, header).isTrue();
        Map<String, String> values = new LinkedHashMap<>();
        for (String constant : body.group(1).strip().split(",\\s*")) {
            Matcher parts = Pattern.compile(prefix + "(\\w+) = (\\S+)").matcher(constant);
            assertThat(parts.matches())
                    .as("a constant with a value: %s", constant)
                    .isTrue();
            values.put(parts.group(1), parts.group(2));
        }
        return values;
    }

    private static String text(String header) throws IOException {
        return Files.readString(HEADERS.resolve(header));
    }
}
