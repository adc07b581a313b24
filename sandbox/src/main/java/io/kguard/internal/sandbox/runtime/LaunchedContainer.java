// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.sandbox.runtime;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.command.InspectContainerResponse;
import java.util.function.Consumer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/** A Testcontainers container with a callback between its creation and its start. */
final class LaunchedContainer extends GenericContainer<LaunchedContainer> {
    private final Consumer<String> created;

    public LaunchedContainer(String image, Consumer<CreateContainerCmd> command, Consumer<String> created) {
        super(DockerImageName.parse(image));
        this.created = created;
        withImagePullPolicy(name -> false);
        withCreateContainerCmdModifier(command);
        // a container may end at once; its start does not decide whether that is a failure
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
                // it only has to be started
            }
        });
    }

    @Override
    protected void containerIsCreated(String containerId) {
        created.accept(containerId);
    }
}
