// SPDX-License-Identifier: Apache-2.0
package io.kguard.output;

import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** {@code http_output}: posts each line, as Falcosidekick expects it. */
final class HttpChannel implements Channel {
    private static final int LONGEST_ANSWER_SHOWN = 200;
    private static final int OK_END = 300;

    private final ChannelSettings.ToHttp settings;
    private final Duration timeout;
    private final HttpClient client;

    HttpChannel(ChannelSettings.ToHttp settings, Duration timeout) {
        this.settings = settings;
        this.timeout = timeout;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    @Override
    public String name() {
        return "http_output to " + settings.url();
    }

    @Override
    public long send(String line) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(settings.url())
                .timeout(timeout)
                .header("Content-Type", settings.json() ? "application/json" : "text/plain")
                .header("User-Agent", settings.userAgent());
        request.POST(HttpRequest.BodyPublishers.ofString(line));
        HttpResponse<String> response;
        try {
            response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (ConnectException e) {
            throw new IOException("no connection: is the receiver running?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the receiver did not answer before the run ended", e);
        }
        if (response.statusCode() >= OK_END) {
            String answer = response.body().strip();
            throw new IOException("the receiver answered " + response.statusCode() + ": "
                    + answer.substring(0, Math.min(answer.length(), LONGEST_ANSWER_SHOWN)));
        }
        return 1;
    }
}
