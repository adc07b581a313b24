// SPDX-License-Identifier: Apache-2.0
package io.kguard.sandbox;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.util.function.Consumer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A container of Testcontainers' that says when it has been created and has not been started. */
final class LaunchedContainer extends GenericContainer<LaunchedContainer> {
    private final Consumer<String> created;

    LaunchedContainer(String image, Consumer<CreateContainerCmd> command, Consumer<String> created) {
        super(DockerImageName.parse(image));
        this.created = created;
        withImagePullPolicy(name -> false);
        withCreateContainerCmdModifier(command);
        // a container may be over as soon as it has run: whether that is a failure is not for its start to say
        withStartupCheckStrategy(new StartupCheckStrategy() {
            @Override
            public StartupStatus checkStartupState(DockerClient client, String id) {
                InspectContainerResponse.ContainerState state = getCurrentState(client, id);
                boolean neverRan =
                        state.getStartedAt() == null || state.getStartedAt().startsWith("0001");
                return neverRan ? StartupStatus.NOT_YET_KNOWN : StartupStatus.SUCCESSFUL;
            }
        });
        waitingFor(new AbstractWaitStrategy() {
            @Override
            protected void waitUntilReady() {
                // started is all that is asked
            }
        });
    }

    @Override
    protected void containerIsCreated(String containerId) {
        created.accept(containerId);
    }
}
