// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kguard.rule.Priority;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SidekickTest {
    private static final String ALERT = "{\"hostname\":\"lab\",\"output\":\"12:00:00.5: Notice shell\","
            + "\"output_fields\":{\"proc.name\":\"b\\u00e9sh\",\"evt.num\":7,\"fd.name\":null,"
            + "\"proc.cmdline\":\"bash -c 'echo 0123456789 0123456789'\"},\"priority\":\"notice\",\"rule\":\"Shell\","
            + "\"source\":\"syscall\",\"tags\":[\"b\",\"a\"],\"time\":\"2026-11-24T12:00:00.500Z\"}";

    private static SidekickPayload parse(String json) {
        return PayloadReader.parse(json.getBytes(UTF_8));
    }

    @Test
    void anAlertIsTakenAsSidekickTakesIt() {
        SidekickPayload payload = parse(ALERT);
        assertThat(payload.rule()).isEqualTo("Shell");
        assertThat(payload.priority()).isEqualTo(Priority.NOTICE);
        assertThat(payload.time()).isEqualTo(Instant.parse("2026-11-24T12:00:00.500Z"));
        assertThat(payload.tags()).containsExactly("a", "b");
        assertThat(payload.outputFields())
                .containsEntry("proc.name", "bésh")
                .containsEntry("evt.num", 7L)
                .containsEntry("fd.name", null);
        assertThat(payload.uuid()).hasSize(36);
    }

    @Test
    void whatSidekickFillsInIsFilledIn() {
        assertThat(parse(ALERT.replace("\"source\":\"syscall\",", "")).source()).isEqualTo("syscalls");
        assertThat(parse(ALERT.replace("\"Shell\"", "\"Test rule\"")).source()).isEqualTo("internal");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"rule\":\"Shell\", | | rule is empty",
                "\"notice\" | \"loud\" | priority is \"loud\", which is unknown",
                "2026-11-24T12:00:00.500Z | yesterday | time is \"yesterday\", which is not a time of RFC 3339",
                "2026-11-24T12:00:00.500Z | 0001-01-01T00:00:00Z | time is \"0001-01-01T00:00:00Z\", which is not a time of RFC 3339",
                "\"evt.num\":7 | \"k8s.ns.name\":7 | k8s.ns.name is neither a string nor null",
                "\"output_fields\":{ | \"output_fields\":{},\"x\":{ | output_fields is empty",
            })
    void whatSidekickRefusesIsRefused(String part, String replacement, String reason) {
        String json = ALERT.replace(part, replacement == null ? "" : replacement);
        assertThatIllegalArgumentException().isThrownBy(() -> parse(json)).withMessage(reason);
    }

    @Test
    void longTextsOfALongAlertAreCut() {
        String longText = "x".repeat(5000);
        SidekickPayload payload = parse(ALERT.replace("12:00:00.5: Notice shell", longText)
                .replace("bash -c 'echo 0123456789 0123456789'", longText));
        assertThat(payload.outputFields()).containsEntry("proc.cmdline", "x".repeat(507) + "[...]");
        assertThat(payload.output()).isEqualTo("x".repeat(507) + "[...]");
    }

    /** Falcosidekick counts bytes, and cuts within a character. */
    @Test
    void theBytesOfLongTextsCount() {
        SidekickPayload payload = parse(ALERT.replace("12:00:00.5: Notice shell", "x".repeat(4000))
                .replace("bash -c 'echo 0123456789 0123456789'", "\u20ac".repeat(171)));
        assertThat(payload.outputFields()).containsEntry("proc.cmdline", "\u20ac".repeat(169) + "[...]");
        payload = parse(ALERT.replace("12:00:00.5: Notice shell", "x".repeat(4000))
                .replace("bash -c 'echo 0123456789 0123456789'", "a" + "\u20ac".repeat(171)));
        assertThat(payload.outputFields())
                .containsEntry("proc.cmdline", "a" + "\u20ac".repeat(168) + "\ufffd\ufffd[...]");
    }

    /** Escapes of Go make an alert long. */
    @ParameterizedTest
    @CsvSource({"<, 512", "x, 600"})
    void escapesMakeAnAlertLong(String character, int length) {
        SidekickPayload payload = parse(ALERT.replace("12:00:00.5: Notice shell", character.repeat(600))
                .replace("bash -c 'echo 0123456789 0123456789'", character.repeat(600)));
        assertThat(String.valueOf(payload.outputFields().get("proc.cmdline"))).hasSize(length);
    }

    @Test
    void whatIsEmptyIsNotInItsJson() {
        assertThat(parse(ALERT.replace("\"b\",\"a\"", "").replace("\"lab\"", "\"\""))
                        .json())
                .doesNotContain("tags", "hostname")
                .contains("\"time\":\"2026-11-24T12:00:00.5Z\"");
    }

    @Test
    void slackShowsTheFieldsThatAreTexts() {
        assertThat(SidekickReceiver.slack(parse(ALERT)).json())
                .startsWith("{\"username\":\"Falcosidekick\",\"icon_url\":")
                .contains("\"attachments\":[{\"fallback\":\"12:00:00.5: Notice shell\",\"color\":\"#5bffb5\","
                        + "\"text\":\"12:00:00.5: Notice shell\",\"fields\":["
                        + "{\"title\":\"rule\",\"value\":\"Shell\",\"short\":true},"
                        + "{\"title\":\"priority\",\"value\":\"Notice\",\"short\":true},"
                        + "{\"title\":\"source\",\"value\":\"syscall\",\"short\":true},"
                        + "{\"title\":\"hostname\",\"value\":\"lab\",\"short\":true},"
                        + "{\"title\":\"tags\",\"value\":\"a, b\",\"short\":true},"
                        + "{\"title\":\"proc.cmdline\",\"value\":\"bash -c 'echo 0123456789 0123456789'\",\"short\":false},"
                        + "{\"title\":\"proc.name\",\"value\":\"bésh\",\"short\":true},"
                        + "{\"title\":\"time\",\"value\":\"2026-11-24 12:00:00.5 +0000 UTC\",\"short\":false}],");
    }

    @Test
    void teamsShowsThemAsFacts() {
        assertThat(SidekickReceiver.teams(parse(ALERT)).json())
                .isEqualTo(
                        "{\"@type\":\"MessageCard\",\"summary\":\"12:00:00.5: Notice shell\",\"themeColor\":\"5bffb5\","
                                + "\"sections\":[{\"activityTitle\":\"Falcosidekick\","
                                + "\"activitySubtitle\":\"2026-11-24 12:00:00.5 +0000 UTC\","
                                + "\"activityImage\":\"https://raw.githubusercontent.com/falcosecurity/falcosidekick/master/imgs/"
                                + "falcosidekick_color.png\","
                                + "\"text\":\"12:00:00.5: Notice shell\",\"facts\":["
                                + "{\"name\":\"rule\",\"value\":\"Shell\"},{\"name\":\"priority\",\"value\":\"Notice\"},"
                                + "{\"name\":\"source\",\"value\":\"syscall\"},{\"name\":\"hostname\",\"value\":\"lab\"},"
                                + "{\"name\":\"proc.cmdline\",\"value\":\"bash -c 'echo 0123456789 0123456789'\"},"
                                + "{\"name\":\"proc.name\",\"value\":\"bésh\"},{\"name\":\"tags\",\"value\":\"a, b\"}]}]}");
    }

    @Test
    void theReceiverAnswersAsSidekickDoes() throws IOException, InterruptedException {
        try (SidekickReceiver receiver = SidekickReceiver.start(0)) {
            assertThat(get(receiver.url().resolve("ping"))).isEqualTo("200 pong");
            assertThat(get(receiver.url().resolve("healthz"))).isEqualTo("200 {\"status\": \"ok\"}");
            assertThat(post(receiver.url(), ALERT)).isEqualTo("200 ");
            assertThat(post(receiver.url(), "{")).isEqualTo("400 Please send a valid request body");
            assertThat(receiver.payloads()).extracting(SidekickPayload::rule).containsExactly("Shell");
            assertThat(receiver.refusals()).containsExactly("not JSON: the JSON ends too early at byte 2");
        }
    }

    private static String get(URI url) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(url).build());
    }

    private static String post(URI url, String body) throws IOException, InterruptedException {
        return answer(HttpRequest.newBuilder(url)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private static String answer(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        return response.statusCode() + " " + response.body().strip();
    }
}
