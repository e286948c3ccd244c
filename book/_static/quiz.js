// Quizzes: the score, and an event for whoever keeps a record.
// Feedback itself is shown by lab.css; the words come from the page.

(() => {
  const isRight = (input) =>
    input.closest(".lab-choice").dataset.right === "true";

  function showScore(quiz) {
    const questions = quiz.querySelectorAll(".lab-question");
    const chosen = [...quiz.querySelectorAll("input:checked")];
    const score = quiz.querySelector(".lab-score");
    score.textContent = chosen.length
      ? score.dataset.text
          .replace("{right}", chosen.filter(isRight).length)
          .replace("{total}", questions.length)
      : "";
  }

  function announce(quiz, input) {
    const question = input.closest(".lab-question").dataset.question;
    document.dispatchEvent(
      new CustomEvent("lab:quiz", {
        detail: {
          page: quiz.dataset.page,
          question: Number(question),
          right: isRight(input),
        },
      }),
    );
  }

  for (const quiz of document.querySelectorAll(".lab-quiz")) {
    quiz.addEventListener("change", (event) => {
      showScore(quiz);
      announce(quiz, event.target);
    });
    showScore(quiz); // some browsers keep the choices over a reload
  }
})();
