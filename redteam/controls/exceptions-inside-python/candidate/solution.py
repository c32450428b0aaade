import re


def answer(question):
    numbers = [int(word) for word in re.findall(r"\d+", question)]
    try:
        question.index("plus")
        return str(numbers[0] + numbers[1])
    except:
        try:
            question.index("minus")
            return str(numbers[0] - numbers[1])
        except:
            return str(numbers[0] * numbers[1])
