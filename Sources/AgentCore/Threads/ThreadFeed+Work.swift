import AppServerProtocol
import Synchronization
import ThreadStore

/// The events of what a thread has to do: its goal and its queue.
extension ThreadFeed {
    /// The running turn has changed the goal, or spent something on it.
    func goalChanged(_ goal: ThreadGoal, isHeld: Bool, turnID: String?) {
        emit(
            ThreadGoalUpdatedNotification(threadId: id, turnId: turnID, goal: goal),
            record: .goal(goal, isHeld: isHeld))
    }

    /// Tells everyone how the goal stands now: what a client has changed and what is written down already, or what a
    /// client that joins has to know.
    package func announceGoal() {
        state.withLock { state in
            if let goal = state.digest.goal {
                send(ThreadGoalUpdatedNotification(threadId: id, goal: goal), to: .everyone, &state)
            } else {
                send(ThreadGoalClearedNotification(threadId: id), to: .everyone, &state)
            }
        }
    }

    /// The queue is another one now; that is written down already.
    func queueChanged() {
        emit(ThreadQueueChangedNotification(threadId: id))
    }

    /// The thread doesn't go on by itself after all.
    func staysIdle() {
        let owesReadState = state.withLock { state in
            state.goesOn = false
            return state.owesReadState
        }
        if owesReadState { announceReadState() }
    }
}
