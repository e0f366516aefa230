"""What people say for Amazon's standard intents: the model only declares them, Amazon knows the sentences.

Counts only for intents the model declares. A model may add samples of its own to them.
"""

from __future__ import annotations

PHRASES: dict[str, tuple[str, ...]] = {
    "AMAZON.HelpIntent": (
        "help", "help me", "can you help me", "please help", "i need help", "i need some help",
        "give me some help", "what can i say", "what can i ask", "what can i ask you", "what can you do",
        "what do you do", "what can i do here", "how does this work", "how do i use this", "how do you work",
        "what are my options", "what are the options", "i do not know what to say", "what should i say",
        "i am confused", "i am lost", "tell me what you can do", "what do you know", "what is this",
        "how can you help me", "what else can you do", "i do not understand", "explain how this works",
        "what are you able to do", "how do i use you", "what are you for", "how am i meant to use this",
        "what else can i ask", "what kind of things can i ask", "what sort of things can you do",
        "give me instructions", "show me what you can do", "what features do you have",
        "what can i do with this",
    ),
    "AMAZON.StopIntent": (
        "stop", "stop it", "please stop", "stop now", "stop please", "stop talking", "quit", "exit", "end",
        "off", "shut up", "be quiet", "bye", "goodbye", "good bye", "bye bye", "i am done", "we are done",
        "that is all", "that is it", "that will be all", "close", "shut down", "turn off", "leave me alone",
        "see you", "see you later", "good night", "i am finished", "enough", "that is enough", "no more",
        "stop this", "end this", "thanks bye", "quit the skill", "exit the skill", "that is all thanks",
        "i have to go", "that will do", "that is all for now", "i am finished now", "stop right there",
        "we are finished", "talk to you later",
    ),
    "AMAZON.CancelIntent": (
        "cancel", "cancel that", "cancel it", "cancel this", "please cancel", "never mind", "nevermind",
        "forget it", "forget that", "forget about it", "scratch that", "never mind that",
        "skip the whole thing", "drop it", "abort", "oh never mind", "no never mind", "actually never mind",
        "forget about that", "do not bother", "leave it", "drop that",
    ),
    "AMAZON.YesIntent": (
        "yes", "yes please", "yeah", "sure", "sure thing", "okay", "please do", "of course", "why not",
        "go ahead", "absolutely", "definitely", "correct", "that is right", "right", "sounds good", "i do",
        "yes i do", "uh huh", "yes that is right", "alright", "all right", "yeah sure", "yes sure", "okay sure",
        "please", "i would", "i would like that", "that works", "do it", "yes go ahead", "by all means",
        "certainly", "true", "yes it is", "that would be great", "sounds great", "you bet", "yeah please",
        "yes do that", "affirmative", "fine", "good idea", "go for it", "let us do it", "yes let us do that",
        "that is fine", "i think so", "works for me", "okay do it", "yes that is fine",
    ),
    "AMAZON.NoIntent": (
        "no", "no thanks", "no thank you", "nope", "nah", "not now", "not right now", "not really", "no way", "do not",
        "please do not", "no i do not", "i do not", "not today", "negative", "no need", "i would rather not",
        "absolutely not", "not yet", "of course not", "never", "no i am good", "no that is okay",
        "no that is wrong", "that is wrong", "that is not right", "incorrect", "wrong", "not at the moment",
        "no please", "maybe later", "i do not think so", "not this time", "no i am fine", "no i am alright",
        "i am good thanks", "i do not want to", "rather not", "no not this time", "no do not",
    ),
    "AMAZON.RepeatIntent": (
        "repeat", "repeat that", "repeat it", "repeat please", "please repeat", "please repeat that",
        "say that again", "say it again", "say again", "again", "again please", "one more time",
        "what did you say", "what was that", "pardon", "pardon me", "excuse me", "sorry what",
        "sorry what was that", "come again", "can you repeat that", "can you say that again",
        "could you repeat that", "could you say that again", "i did not hear you", "i did not hear that",
        "i did not catch that", "i missed that", "what was the question", "tell me again",
        "sorry i missed that", "repeat the question", "what", "huh", "once more", "can you repeat the question",
        "what did you just say", "i did not get that", "run that by me again", "say that once more",
        "can i hear that again",
    ),
    "AMAZON.NextIntent": (
        "next", "next one", "the next one", "skip", "skip it", "skip this", "skip that", "skip this one",
        "skip ahead", "go on", "move on", "next please", "next step", "go to the next one", "go forward",
        "forward", "keep going", "what is next", "continue to the next", "ready", "i am ready", "the next step",
        "let us move on",
    ),
    "AMAZON.PreviousIntent": (
        "previous", "go back", "back", "the previous one", "previous one", "previous step", "back up",
        "the one before", "go to the previous one", "go back one", "last one again", "back please",
        "go back a step", "the last one", "the step before", "the one before that",
    ),
    "AMAZON.PauseIntent": (
        "pause", "pause it", "pause that", "pause this", "please pause", "pause please", "hold on", "wait",
        "wait a moment", "wait a minute", "hang on", "give me a moment", "give me a minute", "give me a second",
        "one moment", "one second", "hold on a second", "wait a second", "just a moment", "take a break",
        "hold it", "hold it there", "stop for a second", "stop for a moment",
    ),
    "AMAZON.ResumeIntent": (
        "resume", "continue", "continue please", "please continue", "go on please", "keep going please",
        "carry on", "unpause", "resume please", "pick up where we left off", "i am back", "let us continue",
        "play", "go ahead and continue", "let us keep going",
    ),
    "AMAZON.StartOverIntent": (
        "start over", "start again", "restart", "begin again", "start from the beginning", "start over please",
        "from the beginning", "from the top", "let us start over", "start from scratch", "please start over",
        "can we start over", "i want to start over", "start fresh", "go back to the start",
        "go back to the beginning", "take it from the top", "start the whole thing again", "do it all over",
    ),
    "AMAZON.NavigateHomeIntent": (
        "go home", "home", "navigate home", "go to the home screen", "home screen", "go back home",
        "take me home", "return home", "show me the home screen", "open the home screen", "main screen",
    ),
}  # fmt: skip
