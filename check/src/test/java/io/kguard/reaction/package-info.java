// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.kguard.reaction;

import org.jspecify.annotations.NullMarked;
